using CloudBridge.Contract;
using EdgeTerminal.Core;
using HardwareDrivers.Display;

namespace EdgeTerminal.Host;

/// <content>A gate's screens.</content>
internal sealed partial class ScreenWriter
{
    /// <summary>So many fit; what costs something stands first, so that it is seen before the tap.</summary>
    public const int MostAdmissionRows = 2;

    private Screen? OfGate(GuestScreen screen) => screen switch
    {
        GuestScreen.WayIn way => new Screen(
            Counted(texts.WayInTitle, way.People),
            Symbol.Card,
            "",
            [
                .. way.Admissions.OrderByDescending(admission => admission.Article.Price.IsPositive)
                    .Take(MostAdmissionRows).Select(admission =>
                    $"{admission.Article.Name}\t{PriceOf(admission.Article.Price * way.People)}"),
            ],
            texts.HoldCard),
        GuestScreen.WayOut => new Screen(texts.WayOutTitle, Symbol.Card, "", [texts.HoldCard], null),
        GuestScreen.GoIn going => new Screen(
            Counted(texts.GoInTitle, going.People),
            Symbol.Check,
            going.Price.IsPositive ? Amount(going.Price) : "",
            [
                .. going.Name is { } name ? [name] : Array.Empty<string>(),
                .. going.Price.IsPositive ? Balances(texts.Left, going.Left) : [],
            ],
            null),
        GuestScreen.GoOut => new Screen(texts.GoOutTitle, Symbol.Check, "", [], null),
        GuestScreen.NotPassed back => new Screen(
            Counted(texts.NotPassedTitle, back.People),
            Symbol.Cross,
            "",
            [back.Returned.IsPositive ? $"{texts.GivenBack}\t{Amount(back.Returned)}" : texts.GivenBack],
            null),
        GuestScreen.ResetAsked => new Screen(texts.ResetTitle, Symbol.Card, "", [texts.ResetLine], null),
        GuestScreen.ResetDone done => new Screen(
            texts.ResetTitle, Symbol.Check, "", [done.WasInside ? texts.ResetDoneLine : texts.ResetNothingLine], null),
        GuestScreen.StandsOpen { IsFire: true } =>
            new Screen(texts.FireTitle, Symbol.Warning, "", [texts.FireLine], null),
        GuestScreen.StandsOpen => new Screen(texts.GoThroughTitle, Symbol.Check, "", [texts.FireLine], null),
        _ => null,
    };

    private string PriceOf(Money price) => price.IsPositive ? Amount(price) : texts.Free;

    private static string Counted(string title, int people) => people > 1 ? $"{title} · {people}" : title;
}
