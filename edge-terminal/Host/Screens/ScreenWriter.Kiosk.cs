using EdgeTerminal.Core;
using HardwareDrivers.Display;

namespace EdgeTerminal.Host;

/// <content>A kiosk's screens.</content>
internal sealed partial class ScreenWriter
{
    private Screen? OfKiosk(GuestScreen screen) => screen switch
    {
        GuestScreen.Ready => new Screen(texts.ReadyTitle, Symbol.Card, "", [texts.ReadyLine], null),
        GuestScreen.AmountDue due => new Screen(
            texts.AmountTitle, Symbol.Card, Prices(due.Basket), [.. Rows(due.Basket)], texts.HoldCard),
        GuestScreen.Approved approved => new Screen(
            texts.ApprovedTitle, Symbol.Check, Prices(approved.Basket), [.. Balances(texts.Left, approved.Left)], null),
        GuestScreen.ApprovedEarlier earlier => new Screen(
            texts.ApprovedEarlierTitle,
            Symbol.Check,
            Prices(earlier.Basket),
            [texts.ApprovedEarlierLine, .. Balances(texts.Left, earlier.Left)],
            null),
        _ => null,
    };
}
