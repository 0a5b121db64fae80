using CloudBridge.Contract;
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
        GuestScreen.SecondCardAsked asked => new Screen(
            texts.MissingTitle,
            asked.IsToHoldLonger ? Symbol.Hourglass : Symbol.Card,
            Prices(asked.Missing),
            [asked.IsToHoldLonger ? texts.HoldLonger : texts.SecondCardLine],
            null),
        GuestScreen.PinAsked asked => new Screen(
            texts.PinTitle,
            asked.IsCompared ? Symbol.Hourglass : Symbol.Card,
            new string('*', asked.Typed),
            [asked.IsCompared ? texts.PinWait : texts.PinLine],
            null),
        GuestScreen.StaffMenu menu => new Screen(texts.StaffTitle, Symbol.Card, "", [.. Acts(menu.Acts)], null),
        GuestScreen.StaffAsked asked => OfAct(asked.Act, Symbol.Card, HowToDo(asked.Act)),
        GuestScreen.StaffDone done => OfAct(
            done.Act,
            Symbol.Check,
            done.IsOfBefore ? texts.StaffDoneBefore : texts.StaffDone,
            done.Left is { } left ? Balances(texts.OnTheCard, left) : []),
        _ => null,
    };

    private Screen OfAct(StaffAct act, Symbol symbol, string how, IEnumerable<string>? rows = null) => act switch
    {
        StaffAct.Refill refill => new Screen(texts.RefillTitle, symbol, Amount(refill.Amount), [.. rows ?? []], how),
        StaffAct.Deposit deposit => new Screen(
            $"{texts.DepositTitle} · {deposit.Items}", symbol, Amount(deposit.Amount), [.. rows ?? []], how),
        StaffAct.VoidSale taken => new Screen(
            texts.VoidTitle,
            symbol,
            Amount(taken.Sale.Total),
            [
                .. taken.Sale.Basket.Zip(taken.Names).Take(MostBasketRows).Select(row =>
                    $"{row.First.Quantity} × {row.Second}\t{AmountOf(row.First.PaidWith, row.First.Cost())}"),
            ],
            how),
        StaffAct.Close close => new Screen(
            $"{texts.CloseTitle} · {close.Number}", symbol, Amount(close.Sold), [.. rows ?? []], how),
        _ => throw new InvalidOperationException($"No words for {act.GetType().Name}."),
    };

    private string HowToDo(StaffAct act) => act switch
    {
        StaffAct.Refill { Amount.IsPositive: false } => texts.TypeCents,
        StaffAct.Deposit { Items: 0 } => texts.TypeNumber,
        StaffAct.Refill or StaffAct.Deposit => texts.GuestsCard,
        _ => texts.PressOk,
    };

    private IEnumerable<string> Acts(StaffPowers powers)
    {
        (StaffPowers Power, string Title)[] all =
        [
            (StaffPowers.Refill, texts.RefillTitle), (StaffPowers.Void, texts.VoidTitle),
            (StaffPowers.Deposit, texts.DepositTitle), (StaffPowers.Close, texts.CloseTitle),
        ];
        return all.Index().Where(row => powers.HasFlag(row.Item.Power))
            .Select(row => $"{row.Index + 1} {row.Item.Title}");
    }
}
