using System.Globalization;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>A site has as many terminals as one message has keys for, and no more.</summary>
public sealed class FullSiteTests : IDisposable
{
    private readonly Site site = new();

    public void Dispose() => site.Dispose();

    [Fact]
    public void One_terminal_too_many_is_refused_and_the_site_goes_on()
    {
        var ledger = new LedgerBench(site);
        ledger.Store.Change(draft =>
        {
            for (var number = draft.Books.TerminalsInUse.Count(); number < EntryFlaws.MostTerminals; number++)
                draft.Add(Enrolment(Name(number)));
            return true;
        });

        var next = Name(EntryFlaws.MostTerminals);
        var flaw = ledger.Store.Read(books => EntryFlaws.Of(Enrolment(next), books));

        Assert.Equal(
            "a site has at most 2000 terminals, those with their former keys counted again: revoke those that are " +
            "gone, or make another site",
            flaw);
        using var another = Es256Signer.Create();
        Assert.Contains(
            "at most 2000 keys, former ones counted",
            ledger.Store.Read(books => KeyFlaws.OfGrant(Name(1), another.PublicKey.ToJsonWebKey(), books)),
            StringComparison.Ordinal);
        Assert.Null(ledger.Store.Read(books => EntryFlaws.Of(Enrolment(Name(1)), books)));
        Assert.NotEmpty(ledger.Logic.Connected(0));
        ledger.Store.Change(draft =>
        {
            draft.Add(RevocationOf(Name(1)));
            draft.Add(Enrolment(next));
            return true;
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    [InlineData(1_999)]
    public void With_the_longest_names_their_keys_fit_into_one_message(int formerOnes)
    {
        var longest = new string('s', 40);
        var keys = Enumerable.Range(0, EntryFlaws.MostTerminals).Select(number =>
            site.Terminal.PublicKey.ToJsonWebKey() with
            {
                Site = SiteId.Parse(longest),
                Terminal = TerminalId.Parse(
                    number.ToString(CultureInfo.InvariantCulture).PadLeft(40, 't')),
            });
        var all = keys.ToList();
        var former = all.Take(formerOnes).Select(key => new FormerKey(
            key, EntryFlaws.MostEpochs, 9_007_199_254_740_991)).ToList();
        var message = new KeysMessage(
            SiteId.Parse(longest), Addressee.Terminals, long.MaxValue >> 10, [.. all.Skip(formerOnes)],
            formerOnes == 0 ? null : [.. former]);

        var signed = SignedMessage.Sign(message, site.Ledger);

        Assert.InRange(signed.Compact.Length, 1, JwsType.Keys.LongestBytes);
    }

    private static TerminalId Name(int number) =>
        TerminalId.Parse(string.Create(CultureInfo.InvariantCulture, $"till-{number}"));

    private LedgerEntry.TerminalEnrolled Enrolment(TerminalId terminal) => new(
        terminal,
        site.Terminal.PublicKey.ToJsonWebKey() with { Site = Site.Id, Terminal = terminal },
        1,
        TerminalLimits.Default,
        Clock.Noon);

    private LedgerEntry.TerminalRevoked RevocationOf(TerminalId terminal)
    {
        var revoked = new LedgerEntry.TerminalRevoked(terminal, site.Terminal.KeyId, "Ada", Clock.Noon, Act: "");
        return revoked with
        {
            Act = TreasurerAct.Sign(
                Site.Id, site.Ledger, DateTimeOffset.FromUnixTimeMilliseconds(Clock.Noon), revoked.Decision(), "gone"),
        };
    }
}
