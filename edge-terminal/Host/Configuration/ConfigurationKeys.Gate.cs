using CloudBridge.Contract;
using static EdgeTerminal.Host.ConfigurationKey;

namespace EdgeTerminal.Host;

/// <content>A gate's.</content>
internal static partial class ConfigurationKeys
{
    public static class Gate
    {
        public static readonly Text Direction = new("direction", "Do people come in here, or leave?")
        {
            OneOf = ["in", "out"], Expected = "in or out",
        };

        public static readonly Number PriceListVersion = Kiosk.PriceListVersion;

        public static readonly Text WithoutList = new("withoutList", "What it does while there is no card list at all.")
        {
            OneOf = ["refuse", "letIn"], Expected = "refuse or letIn",
        };

        public static readonly Flag PassBack = new("antiPassback", "A card that is inside is refused (204).");

        public static readonly Number PassBackMinutes = new(
            "passBackMinutes", "So long after its entry a card counts as outside.", 1, 7 * 24 * 60)
        {
            IsOptional = true,
        };

        public static readonly Flag PassBackDaily = new("passBackDaily", "With a new day all cards count as outside.");

        public static readonly Number Capacity = new(
            "capacity", "The most people in the zone (206).", 1, 1_000_000) { IsOptional = true };

        public static readonly Number MostPeople = new(
            "mostPeople", "The most people that go in with one card at once.", 1, 20) { Otherwise = 1 };

        public static readonly Text Zone = new("zone", "Where it leads into, or out of: all its gates name it alike.")
        {
            Expected = Name.Expected,
        };

        public static readonly Number PassageSeconds = new(
            "passageSeconds", "How long the turnstile is released for one person.", 1, 60) { Otherwise = 8 };

        public static readonly Text MoreKey = new("moreKey", "The key that adds a person to a group.");

        public static readonly Text ResetKey = new(
            "resetKey", "The key behind which the next card counts as outside.");

        public static readonly Text Turnstile = new("turnstile", "the name of an output of lines")
        {
            IsRequired = true,
        };

        public static readonly Group Passed = Contact("passed", "Active when somebody has gone through.");
        public static readonly Group Tampered = Contact("tampered", "Active while it is forced or open.");
        public static readonly Group Fire = Contact("fire", "Active while there is a fire: it opens.");

        public static readonly Group All = new(
            "gate",
            "Whom it lets through, and how.",
            Direction, PriceListVersion, new List(Admission.All), WithoutList, PassBack, PassBackMinutes, PassBackDaily,
            Capacity, MostPeople, Zone, PassageSeconds, MoreKey, ResetKey, Turnstile, Passed, Tampered, Fire);

        private static Group Contact(string name, string meaning) => new(
            name, meaning, GateInput.Line, GateInput.ActiveLow, GateInput.Bias);
    }

    public static class GateInput
    {
        public static readonly Number Line = ConfigurationKeys.Line("line", "Its number on the chip.");
        public static readonly Flag ActiveLow = new("activeLow", "It is active while it is low.");

        public static readonly Text Bias = ConfigurationKeys.Bias("bias");
    }

    public static class Admission
    {
        public static readonly Number Entries = new(
            "entries", "So many people go in with it while it is valid (205).", 1, 1_000) { IsOptional = true };

        public static readonly Number EntriesPerDay = new(
            "entriesPerDay", "So many people go in with it a day (205).", 1, 1_000) { IsOptional = true };

        public static readonly Group All = new(
            "admissions",
            "Ways to be let in, the first that a card meets counts.",
            Article.Id, Article.Label, Article.Price, Article.TaxBasisPoints, Article.Entitlement, Article.Hours,
            Article.AdultsOnly, Entries, EntriesPerDay);
    }
}
