namespace Tests.Support;

/// <summary>A site whose cards prove themselves, and those cards as its emulated reader is told to make them.</summary>
public static class SecureCards
{
    /// <summary>Enrolled as <c>aes</c>: an Ultralight AES.</summary>
    public const string Bracelet = "04E141125B3C80";

    /// <summary>Enrolled as <c>aes</c>: an NTAG 424 DNA.</summary>
    public const string Member = "04A2B4C6D8E0F1";

    /// <summary>Enrolled as <c>aes</c>: a DESFire.</summary>
    public const string Crew = "04C7D8E9F0A1B2";

    /// <summary>Enrolled as <c>counter</c>: an NTAG215 with a password.</summary>
    public const string Sticker = "04B1C2D3E4F506";

    /// <summary>Enrolled as <c>counter</c>: an NTAG 424 DNA with signed messages (SUN).</summary>
    public const string Ticket = "04D3E4F5061728";

    /// <summary>The step of a counter that is the largest one to count.</summary>
    public const int LargestStep = 5;

    private const string BraceletKey = "8A1F03C25D7E4B96A0D1E2F3041526B7";
    private const string MemberKey = "3C9E55B7012D48F6A7B8C9DAEBFC0D1E";
    private const string CrewKey = "D41D8CD98F00B204E9800998ECF8427E";
    private const string StickerKey = "5F4DCC3B5AA765D61D8327DEB882CF99";
    private const string TicketKey = "098F6BCD4621D373CADE4E832627B4F6";

    /// <summary>Nothing of these may be in any log.</summary>
    public static IEnumerable<string> Secrets =>
        [Bracelet, Member, Crew, Sticker, Ticket, .. Plan.Populations.Select(population => population.Key)];

    /// <summary>Beer at 3.50, and 20.00 on each card.</summary>
    public static SitePlan Plan { get; } = new(
        "verger",
        "bar-1",
        EnrolOptions: ["--largest-counter-step", $"{LargestStep}"],
        CardRows:
        [
            $"{Bracelet},aes,ok,TLF,2000", $"{Member},aes,ok,TLF,2000", $"{Crew},aes,ok,TLF,2000",
            $"{Sticker},counter,ok,TLF,2000", $"{Ticket},counter,ok,TLF,2000",
        ],
        Articles: [new SiteArticle("beer", "1", "Bière", 350, 2000)])
    {
        FixedArticle = "beer",
        Populations =
        [
            new SitePopulation("bracelets", "ultralightAes", BraceletKey),
            new SitePopulation("members", "ntag424", MemberKey) { KeyNumber = 2 },
            new SitePopulation("crew", "desfireEv2", CrewKey) { KeyNumber = 3, DesfireApplication = "F54230" },
            new SitePopulation("stickers", "password", StickerKey),
            new SitePopulation("tickets", "sun", TicketKey) { KeyNumber = 1, Sun = new SiteSunMessage(Plain: true) },
        ],
    };

    /// <summary>The card itself, as <c>put</c> takes it.</summary>
    /// <param name="uid">One of those above.</param>
    /// <param name="counter">How often it was read before, if it counts.</param>
    public static string True(string uid, int counter = 0) => uid switch
    {
        Bracelet => $"ultralight-aes {uid} master={BraceletKey}",
        Member => $"ntag424 {uid} master={MemberKey} number=2 version=1",
        Crew => $"desfire2 {uid} master={CrewKey} number=3 version=1 app=F54230",
        Sticker => $"ntag215 {uid} master={StickerKey} counter={counter}",
        _ => $"sun {uid} master={TicketKey} number=1 version=1 counter={counter}",
    };

    /// <summary>The same kind of card with the same UID, and a key that somebody has guessed.</summary>
    public static string WithWrongKey(string uid)
    {
        const string Guess = "00112233445566778899AABBCCDDEEFF";
        return Plan.Populations.Aggregate(
            True(uid), (order, population) => order.Replace(population.Key, Guess, StringComparison.Ordinal));
    }

    /// <summary>A card that costs a euro and shows the same UID.</summary>
    public static string Copy(string uid) => $"ntag213 {uid}";
}
