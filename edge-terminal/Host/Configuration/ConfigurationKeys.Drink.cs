using CloudBridge.Contract;
using static EdgeTerminal.Host.ConfigurationKey;

namespace EdgeTerminal.Host;

/// <content>A drink station's.</content>
internal static partial class ConfigurationKeys
{
    public static class Drink
    {
        public static readonly Number PriceListVersion = new(
            "priceListVersion", "Recorded with each verdict.", 1, Money.Limit) { Otherwise = 1 };

        public static readonly Number PricePerLitre = new("price", "Cents a litre.", 1, HighestPrice)
        {
            IsRequired = true,
        };

        public static readonly Group Product = new(
            "product",
            "What is poured.",
            Article.Id, Article.Label, PricePerLitre, Article.TaxBasisPoints, Article.PaidWith, Article.Entitlement,
            Article.Hours, Article.AdultsOnly, Article.Allowance) { IsRequired = true };

        public static readonly Number PulsesPerLitre = new(
            "pulsesPerLitre", "The flow meter's calibration, by a measured glass.", 1, 1_000_000) { IsRequired = true };

        public static readonly Number Most = new("mostCentilitres", "Of one pour.", 1, 200) { Otherwise = 50 };

        public static readonly Number Least = new(
            "leastCentilitres", "Who cannot pay for so much is refused.", 1, 100) { Otherwise = 5 };

        public static readonly Number Keg = new("kegLitres", "What a new keg holds; else nobody counts it.", 1, 10_000)
        {
            IsOptional = true,
        };

        public static readonly Number Piece = new(
            "pieceCentilitres", "So much is one piece of a daily allowance.", 1, 1_000) { Otherwise = 25 };

        public static readonly Text TapKey = new("key", "The key that chooses this tap.");

        public static readonly Number Foam = new(
            "foamPercent", "So much of what flows is foam, and not billed.", 0, PourTerms.MostFoam / 100);

        public static readonly Text MaintenanceBadge = new(
            "maintenanceBadge", "Who has it draws without paying, to rinse: it is recorded.")
        {
            Pattern = "^BDG(-[A-Z0-9]+)?$", Expected = "BDG, or BDG-NAME",
        };

        public static readonly Text KegKey = new("kegKey", "The key behind which a badge says that the keg is new.");

        public static readonly Text CalibrateKey = new(
            "calibrateKey", "The key behind which a badge draws glasses to be measured, and that accepts each.");

        public static readonly Text ApproveKey = new(
            "approveKey", "The key behind which a badge lets the next guest pour once.");

        public static readonly Text MoreKey = new("moreKey", "The key for half a centilitre more in a measured glass.");

        public static readonly Text LessKey = new("lessKey", "The key for half a centilitre less.");

        public static readonly Flag HandTap = new("handTap", "The guest opens a tap behind the valve.");

        public static readonly Text StaffBadge = new("staffBadge", "Who has it ends pours and changes kegs.")
        {
            Pattern = "^BDG(-[A-Z0-9]+)?$", Expected = "BDG, or BDG-NAME",
        };

        public static readonly Text StaffClass = new(
            "staffClass", "What cards of staff must prove at least: aes is no copy of a UID.")
        {
            OneOf = ["aes", "counter", "uid"],
        };

        public static readonly Number Drawn = new(
            "drawnLitresADay", "The most that one card of the staff draws in a day, unbilled.", 1, 1_000)
        {
            Otherwise = 20,
        };

        public static readonly Number Grace = new(
            "graceMilliseconds", "How long the card may be away in a pour.", 0, 10_000) { Otherwise = 1_500 };

        public static readonly Number NoFlow = new("noFlowSeconds", "How long nothing may flow.", 2, 60)
        {
            Otherwise = 10,
        };

        public static readonly Number Longest = new("longestSeconds", "How long the valve may be open.", 10, 600)
        {
            Otherwise = 120,
        };

        public static readonly Number LeastFlow = new(
            "leastMillilitresPerSecond", "Less is an empty keg.", 0, 1_000) { Otherwise = 10 };

        public static readonly Text Valve = new("valve", "the name of a line of lines") { IsRequired = true };

        public static readonly Number MeterLine = new("meterLine", "The flow meter's line.", 0, 511)
        {
            IsRequired = true,
        };

        public static readonly Number MeterChip = new("meterChip", "Of /dev/gpiochipN; else hardware.lineChip.", 0, 255)
        {
            IsOptional = true,
        };

        public static readonly Flag MeterActiveLow = new("meterActiveLow", "A pulse begins when the line goes low.");

        public static readonly Text MeterBias = Bias("meterBias");

        public static readonly Number LeastPulse = new(
            "leastPulseMicroseconds", "Pulses are never closer; closer ones are glitches.", 0, 100_000)
        {
            Otherwise = 2_000,
        };

        public static readonly Number Switching = new(
            "switchingMilliseconds", "So long the valve's coil disturbs the meter.", 0, 200) { Otherwise = 20 };

        public static readonly Group All = new(
            "drink",
            "What is poured, and by which valves and meters.",
            PriceListVersion, Product, PulsesPerLitre, Most, Least, Keg, Piece, Foam, HandTap, StaffBadge,
            MaintenanceBadge, StaffClass, Drawn, Grace, NoFlow, Longest, LeastFlow, Valve, MeterLine, MeterChip,
            MeterActiveLow, MeterBias, LeastPulse, Switching, TapKey, new List(OtherTaps.All),
            new List(DrinkPrices.All), KegKey, CalibrateKey, ApproveKey, MoreKey, LessKey);
    }

    /// <summary>Beside the first tap.</summary>
    public static class OtherTaps
    {
        public static readonly Group All = new(
            "otherTaps",
            "Taps beside the first, each with a valve and a meter of its own; one guest pours at a time.",
            Drink.TapKey with { IsRequired = true },
            Article.Id, Article.Label, Drink.PricePerLitre, Article.TaxBasisPoints, Article.PaidWith,
            Article.Entitlement, Article.Hours, Article.AdultsOnly, Article.Allowance, Drink.PulsesPerLitre, Drink.Keg,
            Drink.Valve, Drink.MeterLine, Drink.MeterChip, Drink.MeterActiveLow, Drink.MeterBias, Drink.LeastPulse,
            Drink.Switching);
    }

    /// <summary>Prices at certain hours.</summary>
    public static class DrinkPrices
    {
        public static readonly Text Product = new("product", "the id of what a tap pours") { IsRequired = true };

        public static readonly Text Hours = Article.Hours with
        {
            Meaning = "At these local times.", IsRequired = true,
        };

        public static readonly Group All = new(
            "prices", "Other prices at certain hours; the first whose hours it is counts.",
            Product, Hours, Drink.PricePerLitre);
    }
}
