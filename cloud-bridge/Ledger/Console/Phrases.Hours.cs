namespace CloudBridge.Ledger;

/// <content>Hours.</content>
internal static partial class Phrases
{
    public static readonly Phrase LastHours = new("Last {0} hours", "Les {0} dernières heures");
    public static readonly Phrase InUtc = new("(hours of UTC)", "(heures UTC)");
    public static readonly Phrase Sold = new("Sold, {0}, less what was voided", "Vendu, {0}, sans ce qui fut annulé");
    public static readonly Phrase Litres = new("Litres charged at taps", "Litres facturés aux robinets");
    public static readonly Phrase Entries = new("People let in", "Personnes entrées");
    public static readonly Phrase InAll = new("In all: {0}", "En tout : {0}");
    public static readonly Phrase AsTable = new("The same as a table", "La même chose en tableau");
    public static readonly Phrase HowMuch = new("How much", "Combien");
}
