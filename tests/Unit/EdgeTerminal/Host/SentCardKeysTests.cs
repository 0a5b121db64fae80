using System.Text;
using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Cards;
using Tests.Support;
using Tests.Unit.EdgeTerminal.Host.Doctor;
using Tests.Unit.HardwareDrivers.Cards;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>Card keys of the ledger's at a terminal whose own file has version 1 of its wristbands.</summary>
public sealed partial class SentCardKeysTests : IAsyncDisposable
{
    private readonly Site site = new();
    private readonly ForgetfulDisk disk = new();
    private readonly LogBook<Reload> log = new();
    private readonly List<byte[]> inClear = [];
    private readonly List<HostConfiguration> applied = [];
    private readonly CancellationTokenSource stop = new();
    private Reload? reload;
    private Task running = Task.CompletedTask;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static HostConfiguration Local { get; } = Written("ultralightAes");

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        reload?.Dispose();
        site.Dispose();
        stop.Dispose();
    }

    [Fact]
    public void What_was_sent_holds_from_the_next_card_on_in_place_of_its_own()
    {
        using var keys = Open(null);
        Assert.Equal((true, false), Proves(keys));

        Use(keys, Kept(1, 2));
        Assert.Equal((true, true), Proves(keys));

        // Also where its own file has it still: it is retired.
        Use(keys, Kept(2));
        Assert.Equal((false, true), Proves(keys));

        Use(keys, null);
        Assert.Equal((true, false), Proves(keys));
        Assert.All(inClear, json => Assert.All(json, octet => Assert.Equal(0, octet)));
        Assert.Equal(2, inClear.Count);
    }

    /// <summary>They are zeroed when nobody uses them any more, not under a card's hands.</summary>
    [Fact]
    public void A_card_that_is_proving_itself_is_proved_by_the_keys_it_came_under()
    {
        using var keys = Open(Kept(1));
        Thread? exchange = null;
        var card = new TwinChannel(TestCards.Twin("UltralightAes", 1))
        {
            Before = (_, number) =>
            {
                if (number != 1)
                    return;
                exchange = new Thread(() => Use(keys, Kept(2))) { IsBackground = true };
                exchange.Start();
                Assert.False(exchange.Join(TimeSpan.FromMilliseconds(50)));
            },
        };

        Assert.Equal(new CardProof.Authenticated("wristbands", 1), keys.Prover!.Prove(card, Cancellation));

        Assert.True(exchange!.Join(TimeSpan.FromSeconds(10)));
        Assert.Equal((false, true), Proves(keys));
    }

    [Fact]
    public void Where_all_are_sent_its_own_file_may_be_gone_and_else_it_does_not_start()
    {
        using (var keys = CardKeys.Open(Over(Kept(2)), _ => null, Kept(2), Unseal))
            Assert.Equal((false, true), Proves(keys));
        Assert.Throws<StartException>(() => CardKeys.Open(Local.Cards, _ => null, Kept("others", 1), Unseal));

        // It serves nobody, and what mends it comes over the network.
        using var lacking = CardKeys.Open(Local.Cards, _ => null, mayLack: true, unseal: Unseal);
        Assert.Equal((false, false), Proves(lacking));
        Use(lacking, Kept(1));
        Assert.Equal((true, false), Proves(lacking));
    }

    /// <summary>As a terminal is that was enrolled while the ledger had no keys at hand: they come over the network.
    /// </summary>
    [Fact]
    public void A_file_that_is_not_there_lacks_all_of_them_and_one_that_cannot_be_read_is_said()
    {
        using var folder = new TemporaryFolder();
        var cards = Local.Cards with { Keys = $"file:{folder.In("card-keys.json")}" };
        using (var absent = CardKeys.Look(cards, _ => null))
        {
            Assert.Contains("has no key wristbands proof 1", absent.Flaw(cards, null), StringComparison.Ordinal);
            absent.Start(cards, null, Unseal, mayLack: true);
            Assert.Equal((false, false), Proves(absent));
            Use(absent, Kept(1));
            Assert.Equal((true, false), Proves(absent));
        }
        File.WriteAllText(folder.In("card-keys.json"), "{");
        File.SetUnixFileMode(folder.In("card-keys.json"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var damaged = CardKeys.Look(cards, _ => null);
        Assert.Null(damaged.Flaw(cards, null));
        Assert.Throws<StartException>(() => damaged.Start(cards, null, Unseal, mayLack: false));
    }

    [Fact]
    public void Keys_that_change_cards_stop_the_start_although_none_of_its_own_are_used()
    {
        var own = Own.Replace("proof", "issuer", StringComparison.Ordinal);

        Assert.Contains(
            "wristbands issuer 1",
            Assert.Throws<StartException>(() => CardKeys.Open(Over(Kept(2)), _ => own, Kept(2), Unseal)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void They_are_kept_sealed_and_hold_after_a_power_cut()
    {
        var store = Opened();
        Assert.Null(Save(store, 1, Keys(1, 2)));

        var kept = Opened(disk.AfterPowerCut()).Kept!;

        Assert.Equal([new("wristbands", "proof", 1), new("wristbands", "proof", 2)], kept.CardKeyNames!.Value);
        Assert.Equal([1, 2], Merged(kept).Populations[0].Population.Versions);
        Assert.All(disk.List(), name => Assert.DoesNotContain(
            Digits(1), Encoding.Latin1.GetString(disk.Read(name)), StringComparison.OrdinalIgnoreCase));
        Assert.Equal([SentConfigStore.FileName], disk.Secrets);
        Assert.Equal(new TerminalConfig(CardKeys: CardKeysDigest.Of(Keys(1, 2))).Hash(), kept.Sent.Hash);
        // Who only looks sees by what they are known.
        Assert.Null(SentConfigStore.Open(disk, Site.Id, Site.Bar, site.LedgerKeys, own: null).Kept!.CardKeyNames);
    }

    [Fact]
    public void What_is_not_for_its_key_or_not_of_its_digest_is_refused_and_those_before_stay()
    {
        var store = Opened();
        Assert.Null(Save(store, 1, Keys(1)));
        using var stranger = Es256Signer.Create();
        var others = SealedCardKeys.Seal(Keys(2), stranger.PublicKey);
        var mixed = SealedCardKeys.Seal(Keys(2), site.Terminal.PublicKey) with { Hash = Digest.Of(Keys(1)) };

        Assert.Equal(
            "card keys cannot be opened with this terminal's key: it is encrypted for another key than ours",
            Save(store, 2, others));
        Assert.Equal("card keys: they are not those of their digest", Save(store, 3, mixed));

        Assert.Equal("1.3: card keys: they are not those of their digest", store.Refused);
        Assert.Equal(1, Opened(disk.AfterPowerCut()).Kept!.Sent.Version.Version);
    }

    /// <summary>A reload that takes it is no restart: what the file says of populations has not changed.</summary>
    [Fact]
    public async Task A_daemon_that_runs_takes_them_and_asks_for_no_restart()
    {
        var store = Opened();
        using var keys = Follow(store);
        Assert.Null(Save(store, 1, Keys(1, 2)));
        reload!.OrderSent();
        await AppliedAsync(1);
        Assert.Equal((true, true), Proves(keys));

        reload.Order();
        await AppliedAsync(2);
        Assert.Equal([1, 2], applied[^1].Cards.Populations[0].Population.Versions);
        Assert.Equal(0, log.Count("Restart needed"));
        Assert.Equal((true, true), Proves(keys));
    }

    /// <summary>What works goes on working: the ledger hears why, as of a price that does not fit.</summary>
    [Fact]
    public void What_its_populations_cannot_be_proved_with_is_refused_and_said()
    {
        var store = Opened();
        using var keys = Follow(store, own: null);
        Assert.Null(Save(store, 1, Keys(1)));

        Assert.Equal(
            "card keys: 4 versions of wristbands; expected at most 3 in all populations of this method together",
            Save(store, 2, Keys(1, 2, 3, 4)));
        // Its own file has no key for them.
        Assert.Equal(
            "env:CARD_KEYS has no key wristbands proof 1: add it, or take its version out of cards.populations",
            Save(store, 3, SiteCardKeys.Write([new("others", "proof", 1, Digits(1))])));
        Assert.StartsWith("1.3: env:CARD_KEYS has no key", store.Refused, StringComparison.Ordinal);
        // The ledger takes a member that it names so for one that an earlier build does not know.
        Assert.DoesNotContain("'cardKeys'", store.Refused, StringComparison.Ordinal);
        Assert.Equal(1, store.Kept!.Sent.Version.Version);
    }

    [Fact]
    public void Each_use_of_a_version_must_be_there()
    {
        var sun = Written("sun", ("cards.populations.0.keyNumber", "1"));

        Assert.Equal(
            ["card keys: wristbands sunmeta 2 is missing; expected each use of each version"],
            SentOverlay.Over(sun, Kept(2), TerminalLimits.Default, out var merged));
        Assert.Null(merged);
    }

    [Fact]
    public void The_doctor_says_whose_keys_hold()
    {
        Assert.StartsWith(
            "wristbands: ultralightAes, class aes, versions 2; as the ledger sent its keys",
            Assert.Single(Look(Kept(2))).Found,
            StringComparison.Ordinal);
        Assert.Contains("all keys found in env:CARD_KEYS", Assert.Single(Look(Kept("others", 1))).Found);
        Assert.Contains(Look(Kept(1, 2, 3, 4)), finding => finding.IsProblem && finding.Found.Contains("4 versions"));
        Assert.Contains(
            Look(Kept(2) with { CardKeyNames = null }),
            finding => finding.Found.Contains("only the daemon's own key opens", StringComparison.Ordinal));

        static List<Finding> Look(KeptConfig sent) =>
            [.. CardKeysExaminer.Examine(Local.Cards, _ => Own, sent)];
    }

    private static string Own => Encoding.UTF8.GetString(Keys(1));

    private static HostConfiguration Written(string method, params (string Key, string? Value)[] more) =>
        WrittenConfiguration.Of(
        [
            ("profile", "kiosk"), ("kiosk.articles.0.id", "beer"), ("kiosk.articles.0.price", "350"),
            ("kiosk.articles.0.key", "1"), ("cards.keys", "env:CARD_KEYS"),
            ("cards.populations.0.name", "wristbands"), ("cards.populations.0.method", method),
            ("cards.populations.0.versions", "1"), ("cards.populations.0.applicationId", "3042F5"),
            ("cards.populations.0.systemIdentifier", "66657374"), .. more,
        ]);

    private static string Digits(int version)
    {
        using var ring = TestPopulations.Keys();
        using var key = ring.Find(new CardKeyName("wristbands", CardKeyUse.Proof, version));
        return Convert.ToHexString(key!.Bytes);
    }

    private static byte[] Keys(params int[] versions) =>
        SiteCardKeys.Write(versions.Select(row => new SiteCardKey("wristbands", "proof", row, Digits(row))));

    private KeptConfig Kept(params int[] versions) => Of(Keys(versions));

    private KeptConfig Kept(string population, int version) =>
        Of(SiteCardKeys.Write([new(population, "proof", version, Digits(version))]));

    private KeptConfig Of(byte[] keys) => KeptConfig.Of(Message(1, keys), site.Terminal).OrThrow();

    private ConfigMessage Message(long version, byte[] keys) => new(
        Site.Id, Addressee.Of(Site.Bar), 1, version,
        SealedConfig.Seal(
            new TerminalConfig(CardKeys: CardKeysDigest.Of(keys)), site.Terminal.PublicKey, keys));

    private static CardSettings Over(KeptConfig? sent) => Local.Cards.Over(sent?.CardKeyNames ?? []);

    private static CardSettings Merged(KeptConfig sent)
    {
        Assert.Empty(SentOverlay.Over(Local, sent, TerminalLimits.Default, out var merged));
        return merged!.Cards;
    }

    private CardKeys Open(KeptConfig? sent) => CardKeys.Open(Over(sent), _ => Own, sent, Unseal);

    private static void Use(CardKeys keys, KeptConfig? sent) => keys.Use(Over(sent), sent);

    private Reading<byte[]> Unseal(SealedCardKeys keys)
    {
        var opened = keys.Open(site.Terminal);
        inClear.Add(opened.OrThrow());
        return opened;
    }

    /// <summary>Of a card of version 1, and of one of version 2.</summary>
    private static (bool First, bool Second) Proves(CardKeys keys)
    {
        return (Is(1), Is(2));

        bool Is(int version) =>
            keys.Prover!.Prove(new TwinChannel(TestCards.Twin("UltralightAes", version)), Cancellation) ==
            new CardProof.Authenticated("wristbands", version);
    }

    private SentConfigStore Opened(ForgetfulDisk? from = null) =>
        SentConfigStore.Open(from ?? disk, Site.Id, Site.Bar, site.LedgerKeys, site.Terminal);

    private string? Save(SentConfigStore store, long version, byte[] keys) => Save(store, Message(version, keys));

    private static TerminalLimits Tight { get; } =
        TerminalLimits.Default with { FreshSeconds = TerminalLimits.Default.FreshSeconds - 1 };

    private static SealedCardKeys NotAtHand(byte[] keys) => new(Digest.Of(keys), keys.Length);

    private static HostConfiguration InForce(KeptConfig sent)
    {
        Assert.Empty(SentOverlay.Over(Local, sent, TerminalLimits.Default, out var merged));
        return merged!;
    }

    private string? Save(SentConfigStore store, long version, byte[] keys, TerminalLimits limits)
    {
        var message = Message(version, keys);
        return Save(store, message with { Config = message.Config with { Limits = limits } });
    }

    private string? Save(SentConfigStore store, long version, SealedCardKeys? keys) =>
        Save(store, version, new SealedConfig(CardKeys: keys));

    private string? Save(SentConfigStore store, long version, SealedConfig config) =>
        Save(store, new ConfigMessage(Site.Id, Addressee.Of(Site.Bar), 1, version, config));

    private string? Save(SentConfigStore store, ConfigMessage message) =>
        store.Save(message, SignedMessage.Sign(message, site.Ledger).Compact);

    private CardKeys Follow(SentConfigStore store) => Follow(store, Own);

    /// <summary>As the daemon puts them together.</summary>
    private CardKeys Follow(SentConfigStore store, string? own) =>
        Follow(store, () => own, mayLack: own is null);

    private CardKeys Follow(SentConfigStore store, Func<string?> own, bool mayLack)
    {
        var keys = CardKeys.Open(Local.Cards, _ => own(), null, Unseal, mayLack);
        reload = new Reload(
            Local,
            (out HostConfiguration? next) =>
            {
                next = Local;
                return [];
            },
            ServiceManager.None,
            new ManualTime(),
            log)
        {
            CardKeysFlaw = keys.Flaw,
            RereadCardKeys = keys.Reread,
        };
        reload.Follow(Local, store, TerminalLimits.Default);
        running = reload.RunAsync(TerminalLimits.Default, Apply, _ => ValueTask.CompletedTask, stop.Token);
        return keys;

        Task Apply(HostConfiguration next)
        {
            keys.Use(next.Cards, next.Sent);
            applied.Add(next);
            return Task.CompletedTask;
        }
    }

    private Task AppliedAsync(int count) =>
        Eventually.TrueAsync(() => applied.Count == count, "it is in force", Cancellation);
}
