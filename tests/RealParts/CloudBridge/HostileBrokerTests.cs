using System.Text.Json;
using System.Text.RegularExpressions;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using Tests.Support;

namespace Tests.RealParts.CloudBridge;

/// <summary>
/// The real daemon and the real ledger have only a broker between them whose operator has turned, and who holds all
/// that the true broker would hold. No money is minted, nothing is hidden unnoticed, and once the broker is honest
/// again both ends agree.
/// </summary>
public sealed partial class HostileBrokerTests : IAsyncLifetime
{
    private const string Poor = "04E141125B3C80";
    private const string Rich = "04A2B4C6D8E0F1";
    private const long PoorOpening = 1_000;
    private const long RichOpening = 100_000;
    private const long Price = 350;
    private const int Seed = 20261121;

    private static readonly Topics Topics = new(SiteId.Parse("verger"));
    private static readonly TerminalId Bar = TerminalId.Parse("bar-1");

    private readonly HostileBroker broker = new();
    private readonly TemporaryFolder folder = new();
    private readonly MovableClock clock;
    private RunningSite site = null!;

    public HostileBrokerTests() => clock = new MovableClock(folder.In("clock"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        site = await RunningSite.OpenAsync(
            new SitePlan(
                "verger",
                "bar-1",
                EnrolOptions: ["--fresh-seconds", "60", "--expiry-seconds", "43200"],
                CardRows: [$"{Poor},uid,ok,TLF,{PoorOpening}", $"{Rich},uid,ok,TLF,{RichOpening}"],
                Articles: [new SiteArticle("beer", "1", "Bière", Price, 2000)])
            {
                FixedArticle = "beer",
                BrokerPort = broker.Port,
            },
            Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await site.DisposeAsync();
        await broker.DisposeAsync();
        clock.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task What_it_forges_or_swaps_is_not_believed_and_is_said()
    {
        using var stranger = Es256Signer.Create();
        var forgeries = new Forgeries(Topics, stranger);
        await EnrolAnotherAsync();
        await BuyAsync(Poor);
        await BuyAsync(Poor);
        await AgreeAsync();
        await ListedAsync();

        var taken = broker.Taken.Seen;
        var riches = new AssetAmount(AssetId.Parse("TLF"), new Money(900_000));
        foreach (var minting in forgeries.Minting(taken, Bar, riches).ToList())
            broker.Say(minting);
        foreach (var message in taken.DistinctBy(message => message.Topic).Where(IsSigned).ToList())
            foreach (var forged in forgeries.Of(FirstLine(message.Payload)))
                broker.Say(message with { Payload = IsJournal(message) ? [.. forged, (byte)'\n'] : forged });
        foreach (var swapped in forgeries.Swapped(taken, Bar).Concat(
            forgeries.Swapped(taken, TerminalId.Parse("bar-2"))).ToList())
            broker.Say(swapped);

        await SaidAsync(() => site.Said.Terminal, "UnknownKey", "BadSignature", "WrongHeader", "WrongAddressee");
        await SaidAsync(() => site.Said.Ledger, "UnknownKey", "BadSignature", "WrongHeader");

        // 3.00 are left: whatever was believed of it would have given more.
        await RefusedAsync(Poor, "301");
        await BuyAsync(Rich);
        await AgreeAsync();
    }

    [Fact]
    public async Task A_day_without_news_and_last_weeks_list_in_their_place_give_nobody_money_and_end_the_sale()
    {
        Assert.SkipWhen(NativeLayer.WhyNot is not null, NativeLayer.WhyNot ?? "");
        await site.PullThePlugAsync(Cancellation);
        site.Launch = TerminalLaunch.Shipped with { Environment = await clock.EnvironmentAsync(Cancellation) };
        await site.StartTerminalAsync("To pay", Cancellation);
        await ListedAsync();
        var lastWeek = broker.Taken.Seen.Where(message => message.Topic.Contains("/ack", StringComparison.Ordinal) ||
            message.Topic.Contains("/beat", StringComparison.Ordinal) ||
            message.Topic.Contains("/cards/", StringComparison.Ordinal)).ToList();
        await BuyAsync(Poor);
        await BuyAsync(Poor);
        await AgreeAsync();
        await ListedAsync();

        broker.Treat = HostileBroker.Withhold;
        await HearsAsync(lastWeek);
        await RefusedAsync(Poor, "301");
        await GivesUpWhileAcksAreReplayedAsync(lastWeek);
        await ServesAsync();
        await BuyAsync(Rich);
        Assert.Equal(ListMode.Stale, LastVerdict().Mode);
        for (var hour = 0; hour < 24; hour++)
        {
            clock.Advance(TimeSpan.FromHours(1));
            await HearsAsync(lastWeek);
        }
        await ServesAsync();
        await RefusedAsync(Poor, "301");
        await RefusedAsync(Rich, "405");
        Assert.Equal(ListMode.Expired, LastVerdict().Mode);
        Assert.Equal(
            Reason.ListExpired,
            site.ReadJournal().Select(record => record.Fact).OfType<Fact.Refusal>().Last().Reason);
        await UsesNoListOfLastWeekAfterItsOwnIsGoneAsync(lastWeek);

        BeHonest();
        await ListedAsync();
        await AgreeAsync();
        await ServesAsync();
        await BuyAsync(Rich);
        await RefusedAsync(Poor, "301");
        await AgreeAsync();
        var applied = site.ReadJournal().Select(record => record.Fact).OfType<Fact.ListApplied>().ToList();
        Assert.Equal(applied.OrderBy(list => list.List), applied);
    }

    [Fact]
    public async Task A_record_that_it_hides_is_a_gap_that_the_ledger_says_until_it_comes()
    {
        await ListedAsync();
        await AgreeAsync();
        var hidden = site.ReadJournal().Count + 1;
        broker.Treat = message => IsJournal(message) && SequencesOf(message).Contains(hidden) ? [] : [message];

        await BuyAsync(Rich);
        await BuyAsync(Rich);
        await Eventually.TrueAsync(
            () => broker.Taken.Seen.Any(message => IsJournal(message) && SequencesOf(message).Min() > hidden),
            "a later record has gone by",
            Cancellation);

        var rows = "";
        for (var tries = 0; tries < 20 && !GapOfBar().IsMatch(rows); tries++)
            rows = await site.LedgerSaysAsync(["reconcile"], Cancellation);
        Assert.Matches(GapOfBar(), rows);
        Assert.All(Booked(), entry => Assert.True(entry.Sequence < hidden));
        BeHonest();
        await AgreeAsync();
        Assert.DoesNotMatch(GapOfBar(), await site.LedgerSaysAsync(["reconcile"], Cancellation));
    }

    [Fact]
    public async Task What_it_takes_and_drops_repeats_and_turns_round_is_booked_once_in_the_end()
    {
        await ListedAsync();
#pragma warning disable RS0030 // Seeded.
        var chance = new Random(Seed);
#pragma warning restore RS0030
        var heldBack = new Stack<MqttMessage>();
        var dropped = 0;
        broker.Treat = message =>
        {
            lock (chance)
                switch (chance.Next(4))
                {
                    case 0:
                        dropped += IsJournal(message) ? 1 : 0;
                        return [];
                    case 1:
                        heldBack.Push(message);
                        return [];
                    case 2:
                        return [message, message, .. broker.Taken.Seen.Skip(chance.Next(40)).Take(3)];
                    default:
                        // The last comes first.
                        var late = heldBack.ToList();
                        heldBack.Clear();
                        return [message, .. late];
                }
        };
        // As many as it may sell alone, for 20.00: chance may let no list through meanwhile.
        for (var sale = 0; sale < 5; sale++)
            await BuyAsync(Rich);
        await Eventually.TrueAsync(() => dropped > 1, "lines of the journal were dropped", Cancellation);
        Assert.True(Booked().Count <= site.ReadJournal().Count);

        BeHonest();
        await AgreeAsync();
        Assert.Equal(5, site.ReadJournal().Count(record => record.Fact is Fact.Sale));
    }

    [GeneratedRegex("(?m)gap +bar-1")]
    private static partial Regex GapOfBar();

    /// <summary>Honest, and everybody dials anew: what was lost on the way is said again.</summary>
    private void BeHonest()
    {
        broker.Treat = HostileBroker.Honest;
        broker.ThrowAllOut();
    }

    private static bool IsSigned(MqttMessage message) =>
        message.Payload.Span.StartsWith("eyJ"u8) && message.Payload.Span.Count((byte)'.') >= 2;

    private static IEnumerable<long> SequencesOf(MqttMessage journal) => JournalBatch.Split(journal.Payload).OrThrow()
        .Select(line => RecordLine.ReadHead(Jws.OpenUnverified(JwsType.Record, line).OrThrow(), site: null))
        .Select(head => head.OrThrow().Position.Sequence);

    private static bool IsJournal(MqttMessage message) => message.Topic.EndsWith("/journal", StringComparison.Ordinal);

    private static async Task SaidAsync(Func<IReadOnlyList<string>> log, params string[] kinds)
    {
        foreach (var kind in kinds)
            await Eventually.TrueAsync(
                () => log().Any(line => line.Contains("Not taken", StringComparison.Ordinal) &&
                    line.Contains(kind, StringComparison.Ordinal)),
                $"somebody says {kind}",
                Cancellation);
    }

    private static ReadOnlyMemory<byte> FirstLine(ReadOnlyMemory<byte> payload) =>
        payload.Span.IndexOf((byte)'\n') is >= 0 and var end ? payload[..end] : payload;

    /// <summary>
    /// Says these, and waits until the terminal has heard them: then it sends its first record again, which the broker
    /// asks for behind them.
    /// </summary>
    private async Task HearsAsync(IReadOnlyList<MqttMessage> messages)
    {
        var resend = new MqttMessage(Topics.Of(Bar, TerminalTopic.Resend), new ResendMessage(1, 1, 1).Write());
        // A clock that jumps may end the connection: then it hears nothing, and dials anew.
        for (var tries = 0; tries < 60; tries++)
        {
            var before = broker.Taken.Seen.Count;
            foreach (var message in messages.Append(resend))
                broker.Say(message);
            for (var look = 0; look < 100; look++)
            {
                if (broker.Taken.Seen.Skip(before).Any(taken => IsJournal(taken) && SequencesOf(taken).Contains(1)))
                    return;
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
            }
        }
        Assert.Fail("the terminal does not hear the broker any more");
    }

    /// <summary>Five minutes with an old ack every twenty seconds: signed by the ledger, which is not there.</summary>
    private async Task GivesUpWhileAcksAreReplayedAsync(IEnumerable<MqttMessage> lastWeek)
    {
        var ack = lastWeek.Last(message => message.Topic == Topics.Of(Bar, TerminalTopic.Ack));
        var before = GivenUp();
        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromMinutes(5); passed += TimeSpan.FromSeconds(20))
        {
            clock.Advance(TimeSpan.FromSeconds(20));
            await HearsAsync([ack]);
        }
        Assert.True(GivenUp() > before, "it takes an old ack for a word of the ledger");

        int GivenUp() => site.Said.Terminal.Count(line =>
            line.Contains("given up: nothing heard of the ledger", StringComparison.Ordinal));
    }

    /// <summary>The power goes, the list is gone with it, and last week's is all that the broker gives.</summary>
    private async Task UsesNoListOfLastWeekAfterItsOwnIsGoneAsync(IReadOnlyList<MqttMessage> lastWeek)
    {
        var applied = Applied();
        await site.PullThePlugAsync(Cancellation);
        Directory.Delete(site.In("terminal/cards"), recursive: true);
        await site.StartTerminalAsync("To pay", Cancellation);
        await HearsAsync(lastWeek);
        await Eventually.TrueAsync(
            () => site.Said.Terminal.Any(line =>
                line.Contains("cannot be used: it lacks record", StringComparison.Ordinal)),
            "last week's list is brought and refused",
            Cancellation);
        await RefusedAsync(Rich, "405");
        Assert.Equal(ListMode.Missing, LastVerdict().Mode);
        Assert.Equal(applied, Applied());

        int Applied() => site.ReadJournal().Count(record => record.Fact is Fact.ListApplied);
    }

    private async Task EnrolAnotherAsync()
    {
        var key = await RunningSite.TerminalSaysAsync(
            ["init", "--state", site.In("another"), "--site", "verger", "--terminal", "bar-2"], Cancellation);
        await File.WriteAllTextAsync(site.In("another.jwk"), key, Cancellation);
        await site.LedgerSaysAsync(
            ["enroll", "--key", site.In("another.jwk"), "--out", site.In("another.json")], Cancellation);
        await Eventually.TrueAsync(
            () => broker.Taken.Seen.Any(message => message.Topic == Topics.Of(
                TerminalId.Parse("bar-2"), TerminalTopic.Ack)),
            "the other terminal has an ack",
            Cancellation);
    }

    private async Task BuyAsync(string uid)
    {
        var seen = site.Panel.Sights.Seen.Count;
        await site.PutAsync(uid);
        await site.Panel.ReadsAsync(seen, "Thank you", Cancellation);
        await site.TakeAsync(Cancellation);
        await site.Panel.ReadsAsync(seen, "To pay", Cancellation);
    }

    private async Task RefusedAsync(string uid, string reason)
    {
        var seen = site.Panel.Sights.Seen.Count;
        await site.PutAsync(uid);
        await site.Panel.ReadsAsync(seen, $"Not possible · {reason}", Cancellation);
        await site.TakeAsync(Cancellation);
        await site.Panel.ReadsAsync(seen, "To pay", Cancellation);
    }

    /// <summary>A clock that jumps may take the reader for hung: it is asked anew.</summary>
    private Task ServesAsync() => Eventually.TrueAsync(
        () => site.Panel.Display!.Reading.Text.Contains("To pay", StringComparison.Ordinal) &&
            site.ReadJournal().Select(record => record.Fact).LastOrDefault(fact =>
                fact is Fact.FaultRaised or Fact.FaultCleared) is not Fact.FaultRaised { Fault: "ReaderLost" },
        "the terminal serves",
        TimeSpan.FromSeconds(60),
        Cancellation);

    private Verdict LastVerdict() =>
        site.ReadJournal().Select(record => record.Fact.DecidedOn()).OfType<Verdict>().Last();

    private List<LedgerEntry.RecordBooked> Booked() =>
        [.. site.ReadLedger().OfType<LedgerEntry.RecordBooked>()];

    /// <summary>The list in use has all of our sales.</summary>
    private Task ListedAsync() => Eventually.TrueAsync(
        () => site.ReadJournal() is var records &&
            records.Select(record => record.Fact).OfType<Fact.ListApplied>().LastOrDefault() is { } applied &&
            !records.Any(record => record.Fact is Fact.Sale && !(record.Position <= applied.Watermark)),
        "the list has all sales",
        TimeSpan.FromSeconds(60),
        Cancellation);

    /// <summary>Both ends have the same records, and nobody has a cent that was not issued.</summary>
    private async Task AgreeAsync()
    {
        await Eventually.TrueAsync(
            () => Booked().Select(entry => entry.Position()).SequenceEqual(
                site.ReadJournal().Select(record => record.Position)),
            "the ledger has each record once",
            TimeSpan.FromSeconds(90),
            Cancellation);
        await site.LedgerSaysAsync(["check"], Cancellation);
        var sales = site.ReadJournal().Count(record => record.Fact is Fact.Sale);
        using var balances = JsonDocument.Parse(await site.LedgerSaysAsync(["balances", "--json"], Cancellation));
        Assert.Equal(
            PoorOpening + RichOpening - Price * sales,
            balances.RootElement.EnumerateArray().Sum(row => row.GetProperty("amount").GetInt64()));
    }
}
