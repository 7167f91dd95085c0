/** What a cashier does about a refusal: one sentence for each step of the table. */
export const words = {
  next: 'Next',
  steps: {
    fresh_code: 'Ask the customer to open the code again, then scan it.',
    other_code: 'Ask for the member pass or another voucher.',
    sell_without: 'Sell without the voucher: scan the member pass instead.',
    do_not_accept: 'Do not accept this code. Go on with the sale without it.',
    enter_amount: 'Change the amount. The code stays and is judged again.',
    connect: 'Connect this till and try once more, or sell without it.',
    customer_connects: 'The customer’s phone must connect once. Sell without it until then.',
    clock: 'Set date and time of this device to automatic. Sales without vouchers go on.',
    space: 'Free space on this device, then press again. Nothing was recorded and nothing is lost.',
    reload: 'Close other tabs of this app and open it again. What is saved stays saved.',
    camera: 'Use the hardware scanner, or close the app that holds the camera and scan again.',
    pair: 'Pair this till again. What it recorded is kept.',
    owner: 'Tell the person in charge. Sales without this go on.',
    update: 'Update this app between two sales. What is saved stays saved.',
    wait: 'Nothing to do: it is tried again by itself.',
    records: 'Open Records and look this one up.',
    type_again: 'Check what was typed and try again.',
  },
  actions: {
    connect: 'Try to connect',
    records: 'Open Records',
    till: 'Open Till',
  },
};

export type NextStepsWords = typeof words;
