using System.Globalization;
using EdgeTerminal.Core;
using HardwareDrivers.Display;

namespace EdgeTerminal.Host;

/// <content>A drink station's screens.</content>
internal sealed partial class ScreenWriter
{
    private const long MicrolitresACentilitre = 10_000;

    private Screen? OfPour(GuestScreen screen) => screen switch
    {
        GuestScreen.PourReady ready => new Screen(
            ready.Product.Name, Symbol.Card, "",
            [ALitreOf(ready.Product)],
            texts.HoldCard),
        GuestScreen.PriceIsNew fresh => new Screen(
            texts.PriceIsNewTitle, Symbol.Card, "",
            [fresh.Product.Name, ALitreOf(fresh.Product)],
            texts.HoldAgain),
        // More than two leave no room for a footer on the usual panel.
        GuestScreen.TapsReady { Offers.Count: > 2 } ready => new Screen(
            texts.ChooseTap, Symbol.None, "",
            [
                .. ready.Offers.Select(offer => $"{offer.Product.Name}\t{PriceOf(offer)}{(offer.IsDry ? "" : "/l")}"),
            ],
            null),
        GuestScreen.TapsReady ready => new Screen(
            texts.TapsTitle, Symbol.Card, "",
            [
                .. ready.Offers.Select(offer => $"{offer.Product.Name}\t{PriceOf(offer)}"),
            ],
            texts.ChooseTap),
        GuestScreen.TapEmpty empty => new Screen(
            empty.Product.Name, Symbol.Warning, "", [texts.TapEmpty, texts.OutOfServiceLine], null),
        GuestScreen.Pouring pouring => new Screen(
            texts.PouringTitle, Symbol.Hourglass, Litres(pouring.Microlitres),
            [
                $"{pouring.Product.Name}\t{AmountOf(pouring.Product.PaidWith, pouring.Cost)}",
                $"{texts.AtMost}\t{Litres(pouring.MostMicrolitres)}",
            ],
            texts.LeaveCard),
        GuestScreen.Poured poured => new Screen(
            texts.PouredTitle, poured.Cost.IsPositive ? Symbol.Check : Symbol.None,
            AmountOf(poured.Product.PaidWith, poured.Cost),
            [
                $"{poured.Product.Name}\t{Litres(poured.Microlitres)}",
                .. poured.Left is { } left ? Balances(texts.Left, left) : [],
            ],
            texts.WhyEnded(poured.End)),
        GuestScreen.TapWorkAsked asked => new Screen(
            asked.Product.Name, Symbol.Card, "",
            [texts.WorkOf(asked.Work), .. asked.Glasses > 0 ? [Glass(asked.Glasses + 1)] : Array.Empty<string>()],
            texts.HoldStaffCard),
        GuestScreen.KegIsNew fresh => new Screen(
            fresh.Product.Name, Symbol.Check, "", [texts.WorkOf(StaffWork.KegChange)], null),
        GuestScreen.PourApproved approved => new Screen(
            approved.Product.Name, Symbol.Check, "", [texts.WorkOf(StaffWork.Approval)], texts.HoldCard),
        GuestScreen.GlassAsked asked => new Screen(
            texts.GlassTitle, Symbol.Hourglass, Millilitres(asked.Microlitres),
            [asked.Product.Name, Glass(asked.Glass)], texts.GlassLine),
        GuestScreen.MeterCalibrated { PulsesPerLitre: { } pulses } calibrated => new Screen(
            calibrated.Product.Name, Symbol.Check, "",
            [texts.WorkOf(StaffWork.Calibration), $"{texts.PulsesALitre}\t{pulses}"], null),
        GuestScreen.MeterCalibrated calibrated => new Screen(
            calibrated.Product.Name, Symbol.Cross, "",
            [texts.WorkOf(StaffWork.Calibration), texts.GlassesDiffer], null),
        _ => null,
    };

    private string ALitreOf(Article product) => $"{texts.ALitre}\t{AmountOf(product.PaidWith, product.Price)}";

    private string PriceOf(Offer offer) =>
        offer.IsDry ? texts.TapEmpty : AmountOf(offer.Product.PaidWith, offer.Product.Price);

    private string Glass(int number) => $"{texts.Glass}\t{number}";

    private static string Millilitres(long microlitres) =>
        string.Create(CultureInfo.InvariantCulture, $"{microlitres / 1_000} ml");

    /// <summary>Rounded down, as what is charged: <c>0.25 l</c>.</summary>
    private string Litres(long microlitres)
    {
        var centilitres = microlitres / MicrolitresACentilitre;
        return string.Create(
            CultureInfo.InvariantCulture, $"{centilitres / 100}{texts.DecimalMark}{centilitres % 100:00} l");
    }
}
