# A Friday evening at the bar of the orchard, told as taps. `./demo` plays it on the real programs.
# Money is in cents. What is expected at the end was worked out by hand; the sums stand beside it.

site      le-verger
terminal  bar-1
limits    --fresh-limit 1000 --offline-limit 1000

#         id     key  price  tax   name
article   beer   1    350    2000  Beer
article   syrup  2    150    550   Syrup

#         who     uid             class  state    on the card
card      anna    04E141125B3C80  uid    ok       TLF 2000
card      bilal   04A2B4C6D8E0F1  uid    ok       TNF 200, TLF 800
card      chloe   DEADBEEF        uid    ok       TLF 100
card      driss   04112233445566  uid    blocked  TLF 900
card      fanny   04F1A2B3C4D5E6  aes    ok       TLF 800
copy      gilles  fanny           # any card that shows her number
stranger  emil    04778899AABBCC

say       The network is there.
tap       anna    beer            approved
tap       chloe   beer            refused 301
tap       emil    syrup           refused 101
tap       driss   beer            refused 102
tap       bilal   beer            approved
say       Bilal's gift went first: 2.00 from the gift, 1.50 from his euros.
balance   anna    1650
say       Fanny's bracelet proves who it is, with a key that never leaves it. Gilles has copied its number.
tap       fanny   beer            approved
tap       gilles  beer            refused 105
settle

say       The broker is gone. The bar goes on, on real balances.
network   cut
tap       anna    beer            approved
tap       anna    beer syrup      approved
say       Anna has 8.00 left, but only 10.00 may be spent before the ledger hears of it.
tap       anna    beer            refused 402
tap       bilal   syrup           approved

say       The display hangs, and the power goes before Bilal can read his answer.
tap       bilal   beer            interrupted
start
say       It was paid and written down. Bilal comes back, and is not charged again.
tap       bilal   beer            earlier
tap       chloe   syrup           refused 301

say       The broker comes back.
network   back
settle
tap       anna    beer            approved
settle

#         who     asset  cents
expect    anna    TLF    450       # 2000 - 350 - 350 - 500 - 350
expect    bilal   TNF    0         #  200 - 200
expect    bilal   TLF    150       #  800 - 150 - 150 - 350
expect    chloe   TLF    100       # nothing was sold to her
expect    driss   TLF    900       # nor to him
expect    fanny   TLF    450       #  800 - 350
