using CloudBridge.Contract;
using EdgeTerminal.Core;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;
using DrinkKeys = EdgeTerminal.Host.ConfigurationKeys.Drink;

namespace EdgeTerminal.Host;

/// <summary>Reads what a drink station pours, and how: section <c>drink</c>.</summary>
internal static class DrinkReader
{
    private const long MicrolitresACentilitre = 10_000;
    private const long MicrolitresALitre = 1_000_000;
    private const long MicrolitresAMillilitre = 1_000;
    private const int BasisPointsAPercent = 100;

    public static StationSettings Read(Section drink)
    {
        var prices = Prices(drink);
        var others = drink.Each(ConfigurationKeys.OtherTaps.All.Name).ToList();
        ValueList<PourTap> taps =
        [
            Tap(1, drink, drink.In(DrinkKeys.Product.Name), prices),
            .. others.Select((section, index) => Tap(index + 2, section, section, prices)),
        ];
        foreach (var row in prices.Where(row => taps.All(tap => tap.Product.Id.ToString() != row.Product)))
            row.Section.Wrong(ConfigurationKeys.DrinkPrices.Product, row.Product, 0);
        var setup = Setup(drink, taps);
        if (setup.LeastMicrolitres > setup.MostMicrolitres)
            drink.Wrong(
                DrinkKeys.Least,
                $"{setup.LeastMicrolitres / MicrolitresACentilitre}",
                "no more than mostCentilitres",
                0);
        foreach (var section in others)
            if (new[] { drink }.Concat(others).Count(tap => Valve(tap) == Valve(section)) > 1)
                section.Wrong(DrinkKeys.Valve, Valve(section), "a valve that no other tap has", 0);
        var keys = KeysOf(drink, others);
        return new DrinkSettings(
            setup,
            keys.Meanings,
            // What the display calls it may change at any time.
            taps.Select(tap => (object)(tap.Product with { Name = "" }, tap.Prices)).ToHashSet(),
            [Devices(drink), .. others.Select(Devices)])
        {
            KeysWritten = keys.Written,
        };
    }

    private static string? Valve(Section tap) => tap.OptionalText(DrinkKeys.Valve);

    private static PourTap Tap(int number, Section tap, Section product, List<PriceRow> prices)
    {
        var article = ArticleReader.ReadWithTags(product, DrinkKeys.PricePerLitre);
        return new PourTap(number, article, tap.Number(DrinkKeys.PulsesPerLitre))
        {
            Prices = [.. prices.Where(row => row.Product == article.Id.ToString()).Select(row => row.Window)],
            KegMicrolitres = tap.OptionalNumber(DrinkKeys.Keg) * MicrolitresALitre,
        };
    }

    private static List<PriceRow> Prices(Section drink)
    {
        var rows = new List<PriceRow>();
        foreach (var section in drink.Each(ConfigurationKeys.DrinkPrices.All.Name))
        {
            var product = section.Text(ConfigurationKeys.DrinkPrices.Product);
            var price = new Money(section.Number(DrinkKeys.PricePerLitre));
            if (ArticleReader.Hours(section) is { } hours)
                rows.Add(new PriceRow(section, product, new PriceWindow(hours, price)));
            else if (section.OptionalText(ConfigurationKeys.DrinkPrices.Hours) is null)
                section.Missing(ConfigurationKeys.DrinkPrices.Hours, ConfigurationKeys.DrinkPrices.Hours.Expected, 0);
        }
        return rows;
    }

    private static StationKeys KeysOf(Section drink, List<Section> others)
    {
        var keys = new StationKeys(
            [(KeyNames.Stop, new Input.PourStopped()), (KeyNames.Clear, new Input.WorkDropped())],
            "stop ends a pour, clear takes back what was chosen");
        keys.Add(drink, DrinkKeys.TapKey, new Input.TapChosen(1));
        if (others.Count > 0 && drink.OptionalText(DrinkKeys.TapKey) is null)
            drink.Missing(DrinkKeys.TapKey, "a key, where there are other taps", 0);
        foreach (var (index, section) in others.Index())
        {
            if (section.OptionalText(DrinkKeys.TapKey) is null)
                section.Missing(DrinkKeys.TapKey, DrinkKeys.TapKey.Expected, 0);
            keys.Add(section, DrinkKeys.TapKey, new Input.TapChosen(index + 2));
        }
        keys.Add(drink, DrinkKeys.KegKey, new Input.WorkChosen(StaffWork.KegChange));
        keys.Add(drink, DrinkKeys.CalibrateKey, new Input.WorkChosen(StaffWork.Calibration));
        keys.Add(drink, DrinkKeys.ApproveKey, new Input.WorkChosen(StaffWork.Approval));
        keys.Add(drink, DrinkKeys.MoreKey, new Input.VolumeChanged(1));
        keys.Add(drink, DrinkKeys.LessKey, new Input.VolumeChanged(-1));
        return keys;
    }

    private static PourSetup Setup(Section drink, ValueList<PourTap> taps) => new(
        taps, drink.Number(DrinkKeys.PriceListVersion))
    {
        MostMicrolitres = drink.Number(DrinkKeys.Most) * MicrolitresACentilitre,
        LeastMicrolitres = drink.Number(DrinkKeys.Least) * MicrolitresACentilitre,
        PieceMicrolitres = drink.Number(DrinkKeys.Piece) * MicrolitresACentilitre,
        FoamBasisPoints = (int)drink.Number(DrinkKeys.Foam) * BasisPointsAPercent,
        HasHandTap = drink.Flag(DrinkKeys.HandTap),
        StaffBadge = drink.OptionalParsed<AssetId>(DrinkKeys.StaffBadge, TryParseBadge),
        MaintenanceBadge = drink.OptionalParsed<AssetId>(DrinkKeys.MaintenanceBadge, TryParseBadge),
        LeastStaffClass = drink.Choice(DrinkKeys.StaffClass, CardClass.Aes),
        MostDrawnADayMicrolitres = drink.Number(DrinkKeys.Drawn) * MicrolitresALitre,
        CardGoneMilliseconds = drink.Number(DrinkKeys.Grace),
        NoFlowMilliseconds = drink.Number(DrinkKeys.NoFlow) * 1_000,
        LongestMilliseconds = drink.Number(DrinkKeys.Longest) * 1_000,
        LeastFlowMicrolitres = drink.Number(DrinkKeys.LeastFlow) * MicrolitresAMillilitre,
    };

    private static DrinkDevices Devices(Section tap) => new(
        tap.Text(DrinkKeys.Valve),
        tap.OptionalNumber(DrinkKeys.MeterChip),
        new InputLineSettings((int)tap.Number(DrinkKeys.MeterLine), "flow meter")
        {
            ActiveLow = tap.Flag(DrinkKeys.MeterActiveLow),
            Bias = tap.Choice(DrinkKeys.MeterBias, LineBias.None),
            Counted = true,
        },
        new PulseFilterSettings(
            TimeSpan.FromMicroseconds(tap.Number(DrinkKeys.LeastPulse)),
            TimeSpan.FromMilliseconds(tap.Number(DrinkKeys.Switching))));

    private sealed record PriceRow(Section Section, string Product, PriceWindow Window);

    private static bool TryParseBadge(string text, out AssetId asset) =>
        AssetId.TryParse(text, out asset) && asset.Category == AssetCategory.Badge;
}
