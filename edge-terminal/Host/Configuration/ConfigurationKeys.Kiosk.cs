using CloudBridge.Contract;
using static EdgeTerminal.Host.ConfigurationKey;

namespace EdgeTerminal.Host;

/// <content>A kiosk's.</content>
internal static partial class ConfigurationKeys
{
    public static class Kiosk
    {
        public static readonly Text FixedArticle = new("fixedArticle", "the id of an article of kiosk.articles");

        public static readonly Number PriceListVersion = new(
            "priceListVersion", "Recorded with each verdict.", 1, Money.Limit) { Otherwise = 1 };

        public static readonly Number SecondCard = new(
            "secondCardSeconds", "How long a second card is waited for that pays the rest; 0: one card pays all.",
            0, 120);

        public static readonly Text Deposit = new("deposit", "the id of an article of kiosk.articles");

        public static readonly Group All = new(
            "kiosk",
            "What is sold.",
            FixedArticle, PriceListVersion, SecondCard, Deposit,
            new List(Article.All) { IsRequired = true });
    }

    public static class Article
    {
        public static readonly Text Id = new("id", "What records say.")
        {
            IsRequired = true, Pattern = NamePattern, Expected = Name.Expected,
        };

        public static readonly Text Label = new("name", "What the display says; the id when it is left out.")
        {
            Longest = ArticleRules.LongestLabel, Expected = ArticleRules.LabelExpected,
        };

        public static readonly Number Price = new("price", "Cents.", 0, HighestPrice) { IsRequired = true };

        public static readonly Number TaxBasisPoints = new(
            "taxBasisPoints", "The tax that the price contains, in hundredths of a percent: 2000 is 20 %.", 0,
            ArticleRules.HighestTax);

        public static readonly Text Key = new("key", "The key that chooses it; clear empties the basket.");

        public static readonly Text PaidWith = new("paidWith", "Paid in time or loyalty alone.")
        {
            OneOf = ["TIM", "FID"], Expected = ArticleRules.PaidWithExpected,
        };

        public static readonly Text Entitlement = new("entitlement", "Who does not have it is refused (201).")
        {
            Pattern = "^(SUB|BDG)(-[A-Z0-9]+)?$", Expected = ArticleRules.EntitlementExpected,
        };

        public static readonly Text Hours = new("hours", "Sold at these local times only (202).")
        {
            Pattern = $"^{HourPattern}-{HourPattern}$", Expected = ArticleRules.HoursExpected,
        };

        public static readonly Flag AdultsOnly = new("adultsOnly", "The list must know that the guest is adult (203).");

        public static readonly Text Allowance = new("allowance", "A daily allowance of the enrolment (205).")
        {
            Pattern = NamePattern, Expected = Name.Expected,
        };

        public static readonly Flag WithDeposit = new("withDeposit", "A piece of kiosk.deposit comes with each.");

        public static readonly Group All = new(
            "articles",
            "What is sold; each with a key, or one of them as fixedArticle.",
            Id, Label, Price, TaxBasisPoints, Key, PaidWith, Entitlement, Hours, AdultsOnly, Allowance, WithDeposit);
    }
}
