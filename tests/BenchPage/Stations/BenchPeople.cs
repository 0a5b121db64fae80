using System.Collections.Immutable;
using System.Security.Cryptography;
using Tests.Support;

namespace Tests.BenchPage;

/// <summary>
/// Whom the bench adds to a story's guests, so that staff's work can be tried as well: who speaks another language, has
/// a membership or a ticket, and staff of each kind.
/// </summary>
public static class BenchPeople
{
    /// <summary>Of the staff card that does not prove itself.</summary>
    public const string Pin = "2468";

    internal const string StaffBadge = "BDG-STAFF";
    internal const string CellarBadge = "BDG-CELLAR";
    internal const string Ticket = "BDG-DAY";

    private const string Lea = "04B1C2D3E4F501";
    private const string Ines = "04B1C2D3E4F502";
    private const string Max = "04B1C2D3E4F503";
    private const string Nadia = "04B1C2D3E4F504";
    private const string Otto = "04B1C2D3E4F505";
    private const string Paul = "04B1C2D3E4F506";

    // As long as a bench may be turned on.
    private const string Always = ",,,2099-12-31T23:59:59Z";

    private const string Rules =
        """
        {
          "roles": [
            { "badge": "BDG-STAFF", "refills": true, "voids": true, "takesDeposits": true, "closes": true }
          ],
          "asset": "TLF", "mostAtOnce": 10000, "mostADay": 50000, "mostUnlisted": 100000, "voidSeconds": 600,
          "pins": []
        }
        """;

    /// <summary>A story's site with them; the story's guests are adults there.</summary>
    public static SitePlan Join(SitePlan plan)
    {
        var populations = plan.Populations;
        if (populations.IsEmpty)
            populations = [new("bracelets", "ultralightAes", Convert.ToHexString(RandomNumberGenerator.GetBytes(16)))];
        return plan with
        {
            Populations = populations,
            CardColumns = "uid,class,state,asset,amount,from,through,age,language",
            CardRows =
            [
                .. plan.CardRows.Select(row => $"{row},,,adult,"),
                $"{Lea},uid,ok,TLF,2000,,,adult,fr",
                $"{Ines},uid,ok,TLF,500,,,adult,",
                $"{Ines},uid,ok,SUB{Always},adult,",
                $"{Max},uid,ok,TLF,1000,,,,",
                $"{Max},uid,ok,{Ticket}{Always},,",
                $"{Nadia},aes,ok,{StaffBadge}{Always},adult,",
                $"{Otto},uid,ok,{StaffBadge}{Always},adult,",
                $"{Paul},aes,ok,{CellarBadge}{Always},adult,",
            ],
            Staff = new SiteStaff(Rules, ImmutableDictionary<string, string>.Empty.Add(Otto, Pin)),
        };
    }

    /// <summary>Their cards.</summary>
    /// <param name="plan">What <see cref="Join"/> gave.</param>
    public static ImmutableArray<BenchCard> Cards(SitePlan plan)
    {
        string Proving(string uid) => $"ultralight-aes {uid} master={plan.Populations[0].Key}";
        return
        [
            new BenchCard("lea", Lea, Lea) { Role = CardRole.SpeaksFrench, Language = "fr" },
            new BenchCard("ines", Ines, Ines) { Role = CardRole.Member },
            new BenchCard("max", Max, Max) { Role = CardRole.Ticket },
            new BenchCard("nadia", Nadia, Proving(Nadia)) { Role = CardRole.Staff },
            new BenchCard("otto", Otto, Otto) { Role = CardRole.Till },
            new BenchCard("paul", Paul, Proving(Paul)) { Role = CardRole.Cellar },
        ];
    }
}
