using System.Globalization;
using CloudBridge.Contract;
using EdgeTerminal.Core;
using HardwareDrivers.Display;

namespace EdgeTerminal.Host;

/// <summary>
/// Puts what a guest is to read into words. Where the words go on which panel is the display's matter. A station's own
/// screens are written in a file by its name.
/// </summary>
internal sealed partial class ScreenWriter(ScreenTexts texts, string currency)
{
    private const int MostBasketRows = 2;

    /// <summary>In the guest's language, where the screen names one that there are words in.</summary>
    public Screen Write(GuestScreen screen) =>
        screen.Language is { } language && ScreenTexts.Find(language) is { } guests && guests != texts
            ? new ScreenWriter(guests, currency).WriteAlike(screen)
            : WriteAlike(screen);

    private Screen WriteAlike(GuestScreen screen) => screen switch
    {
        GuestScreen.Starting => new Screen(texts.StartingTitle, Symbol.Hourglass, "", [], null),
        GuestScreen.HoldLonger { Basket.IsEmpty: true } => new Screen(
            texts.ReadyTitle, Symbol.Hourglass, "", [texts.HoldLonger], null),
        GuestScreen.HoldLonger early => new Screen(
            texts.AmountTitle, Symbol.Hourglass, Prices(early.Basket), [texts.HoldLonger], null),
        GuestScreen.Refused refused => new Screen(
            $"{texts.RefusedTitle} · {NumberOf(refused.Reason)}",
            Symbol.Cross,
            "",
            [texts.Why(refused.Reason), .. WhatIsThere(refused)],
            null),
        GuestScreen.Balance balance => new Screen(
            texts.BalanceTitle, Symbol.Card, Amount(Sum(balance.Left)), [.. Others(balance.Left)], null),
        GuestScreen.OutOfService closed => new Screen(
            texts.OutOfServiceTitle,
            Symbol.Warning,
            "",
            [
                closed.Reason == Reason.JournalFull ? texts.Why(closed.Reason) : texts.OutOfServiceLine,
                NumberOf(closed.Reason),
            ],
            null),
        GuestScreen.Closed => new Screen(texts.ClosedTitle, Symbol.None, "", [], null),
        _ => OfKiosk(screen) ?? OfPour(screen) ?? OfGate(screen) ??
            throw new InvalidOperationException($"No words for {screen.GetType().Name}."),
    };

    /// <summary>Units and cents: <c>3.50 €</c>.</summary>
    public string Amount(Money money)
    {
        var cents = Math.Abs(money.MinorUnits);
        var sign = money.IsNegative ? "-" : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"{sign}{cents / 100}{texts.DecimalMark}{cents % 100:00} {currency}");
    }

    private static string NumberOf(Reason reason) => ((int)reason).ToString(CultureInfo.InvariantCulture);

    private string Prices(Basket basket) => Prices(basket.Prices);

    private string Prices(IEnumerable<(AssetCategory? PaidWith, Money Price)> ways) =>
        ways.ToList() is { Count: > 0 } prices
            ? string.Join(" + ", prices.Select(row => AmountOf(row.PaidWith, row.Price)))
            : Amount(Money.Zero);

    /// <summary>Time and loyalty are counted in their own units, not in cents.</summary>
    private string AmountOf(AssetCategory? tag, Money price) =>
        tag is { } category ? $"{price} {texts.NameOf(category)}" : Amount(price);

    private IEnumerable<string> Rows(Basket basket)
    {
        var rows = basket.Articles.Select(row =>
            $"{row.Quantity} × {row.Article.Name}\t{AmountOf(row.Article.PaidWith, row.Article.Price * row.Quantity)}");
        var count = basket.Articles.Count;
        return count <= MostBasketRows ? rows : rows.TakeLast(MostBasketRows - 1).Prepend($"… {count - 1} …");
    }

    private IEnumerable<string> Balances(string label, ValueList<AssetAmount> left) =>
        left.Count == 0 ? [] : Others(left).Prepend($"{label}\t{Amount(Sum(left))}");

    private IEnumerable<string> WhatIsThere(GuestScreen.Refused refused)
    {
        if (refused.Left is not { } left)
            yield break;
        yield return $"{texts.OnTheCard}\t{Amount(Sum(left))}";
        if (refused.Reason == Reason.BalanceTooLow)
            yield return $"{texts.AmountTitle}\t{Prices(refused.Basket)}";
    }

    private IEnumerable<string> Others(ValueList<AssetAmount> left) => left
        .Where(row => row.Asset.Category.SpendRank() is null && row.Amount != Money.Zero)
        .Select(row => $"{texts.NameOf(row.Asset.Category)}\t{row.Amount}");

    private static Money Sum(ValueList<AssetAmount> left) =>
        left.Where(row => row.Asset.Category.SpendRank() is not null).Sum(row => row.Amount);
}
