using CloudBridge.Contract;
using FsCheck;
using FsCheck.Fluent;

namespace Tests.Property.CloudBridge.Contract;

/// <summary>Generators for what drink stations say beside holds and captures.</summary>
internal static class PourGens
{
    private static readonly Gen<int> Tap = Gen.Choose(1, 9);

    private static readonly Gen<string?> Allowance = Gen.Elements(null, "alcohol");

    public static Gen<PourTerms> Terms { get; } =
        from tap in Tap
        from total in Gens.Count
        from tax in Gen.Choose(0, 10_000)
        from foam in Gen.Choose(0, PourTerms.MostFoam)
        from tag in Gen.Elements<AssetCategory?>(null, AssetCategory.Time, AssetCategory.Loyalty)
        from allowance in Allowance
        from piece in Gens.Count
        from staff in Gen.OneOf(Gen.Constant<CardToken?>(null), Gens.Card.Select(card => (CardToken?)card))
        select new PourTerms(tap, total, tax, foam, tag, allowance, piece, staff);

    public static Gen<PourSold> Sold { get; } =
        from tap in Tap
        from total in Gens.Count
        from article in Gens.Article
        from tax in Gen.Choose(0, 10_000)
        from billed in Gens.Count
        from allowance in Allowance
        from pieces in Gen.Choose(0, 9)
        select new PourSold(tap, total, article, tax, billed, allowance, pieces);

    public static Gen<PourFlowed> Flowed { get; } =
        from tap in Tap
        from total in Gens.Count
        from pulses in Gens.Count
        from volume in Gens.Count
        select new PourFlowed(tap, total, pulses, volume);

    public static Gen<TapSums> Sums { get; } =
        from tap in Tap
        from total in Gens.Count
        from poured in Gens.Count
        from keg in Gen.OneOf(Gen.Constant<long?>(null), Gens.Count.Select(count => (long?)count))
        from dry in Gen.Elements(true, false)
        from pulses in Gen.OneOf(Gen.Constant<long?>(null), Gen.Choose(1, 9_999).Select(count => (long?)count))
        from silent in Gen.Choose(0, 9)
        from card in Gens.Card
        select new TapSums(
            tap, total, poured, keg, dry, pulses, pulses, silent, silent > 0 ? card : (CardToken?)null);

    public static IReadOnlyList<Gen<Fact>> Kinds { get; } =
    [
        from staff in Gens.Card
        from purpose in Gens.Text
        from flowed in Flowed
        from pulses in Gen.Choose(1, 10_000)
        from verdict in Gens.Verdict
        select (Fact)new Fact.Draw(staff, purpose, flowed.Tap, pulses, flowed.MeterTotal, verdict),
        from at in Gens.Position
        from purpose in Gens.Text
        from end in Gens.Text
        from flowed in Flowed
        select (Fact)new Fact.Drawn(at, purpose, end, flowed),
        from tap in Tap
        from article in Gens.Article
        from keg in Gen.OneOf(Gen.Constant<long?>(null), Gens.Count.Select(count => (long?)count))
        from total in Gens.Count
        from staff in Gens.Card
        select (Fact)new Fact.KegChanged(tap, total, article, keg, staff),
        from tap in Tap
        from total in Gens.Count
        from before in Gen.Choose(1, 10_000)
        from count in Gen.Choose(2, 3)
        from glasses in Gen.ArrayOf(Glass, count)
        from staff in Gens.Card
        select (Fact)new Fact.Calibrated(
            tap, total, MeasuredGlass.PulsesPerLitreOf(glasses), before, [.. glasses], staff),
    ];

    private static Gen<MeasuredGlass> Glass =>
        from at in Gens.Position
        from pulses in Gen.Choose(1, 100_000)
        from volume in Gen.Choose(1, 2_000_000)
        select new MeasuredGlass(at, pulses, volume);
}
