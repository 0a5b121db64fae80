using CloudBridge.Contract;
using CloudBridge.Storage;
using EdgeTerminal.Core;
using EdgeTerminal.Store;

namespace EdgeTerminal.Host;

/// <summary>A terminal's state folder, opened and checked: key, enrolment, journal, card list.</summary>
internal sealed class OpenedTerminal : IDisposable
{
    private readonly TerminalFolder folder;
    private readonly LedgerPins pins;

    private OpenedTerminal(
        TerminalFolder folder, Enrolment enrolment, LedgerPins pins, Journal journal, Remembered past,
        CardListStore lists)
    {
        (this.folder, this.pins, Enrolment) = (folder, pins, enrolment);
        (Journal, Past, Lists) = (journal, past, lists);
    }

    /// <summary>What the ledger has granted.</summary>
    public Enrolment Enrolment { get; }

    /// <summary>Ready to append to.</summary>
    public Journal Journal { get; }

    /// <summary>What its facts came to.</summary>
    public Remembered Past { get; }

    /// <summary>Records that have rotted and that the ledger has.</summary>
    public IReadOnlyList<UnreadableRecords> Unreadable { get; private init; } = [];

    /// <summary>Card lists.</summary>
    public CardListStore Lists { get; }

    /// <summary>What the ledger sent beside the enrolment.</summary>
    public SentConfigStore Configs { get; private init; } = null!;

    /// <summary>The configuration in force: the operator's, with what the ledger sent.</summary>
    public HostConfiguration Configuration { get; private init; } = null!;

    /// <summary>Why nobody can be served by it: the file does not go with what the ledger sent, or has not sent yet;
    /// null: it is in force.</summary>
    public string? ConfigUnfit { get; private init; }

    /// <summary>Signs for the terminal.</summary>
    public ISigner Signer => folder.Signer;

    /// <summary>Opens card keys that were sealed for the terminal; whoever takes them zeroes them.</summary>
    public Reading<byte[]> Unseal(SealedCardKeys keys) => keys.Open(folder.Signer);

    /// <summary>Checks what the terminal has signed.</summary>
    public IKeyRing OwnKeys => new KeyRing(folder.Signer.PublicKey);

    /// <summary>The ledger's key, pinned.</summary>
    public LedgerPins LedgerKeys => pins;

    /// <summary>Turns UIDs into tokens.</summary>
    public SiteKey SiteKey => SiteKey.TryParse(Enrolment.SiteKey, out var key)
        ? key!
        : throw new InvalidOperationException("An enrolment that was read has a site key.");

    /// <param name="configuration">Which folder, and what is sold there.</param>
    /// <param name="storageOf">How journal and card list reach their folders.</param>
    /// <param name="lacking">What the terminal's own file of card keys lacks beside what was sent; null: nobody has
    /// looked.</param>
    /// <exception cref="StartException">Something in it is not what it should be.</exception>
    /// <exception cref="StateException">The folder cannot be used.</exception>
    public static OpenedTerminal Open(
        HostConfiguration configuration, Func<string, IStorage> storageOf, Func<KeptConfig?, string?>? lacking = null)
    {
        var folder = TerminalFolder.Open(configuration.State, storageOf);
        try
        {
            var enrolment = ReadEnrolment(configuration.Enrolment, folder.Signer.KeyId);
            RefuseAnothersJournal(folder.Journal, enrolment);
            var pins = LedgerPins.Open(folder.State, enrolment);
            var identity = new JournalIdentity(
                enrolment.Site, enrolment.Terminal, enrolment.Epoch, folder.JournalKeys, pins.Ever);
            var configs = SentConfigStore.Open(
                folder.State, enrolment.Site, enrolment.Terminal, pins.Ever, folder.Signer);
            // What cannot be read is taken for all that was possible by what holds, not by the enrolment alone.
            var terminal = new Terminal(
                new TerminalSetup(LimitsOf(configs, enrolment.Limits), configuration.Station.Setup));
            var lists = CardListStore.Open(
                folder.Cards,
                configuration.CardCaches.Open(folder.CacheFolder),
                enrolment.Site,
                enrolment.Terminal,
                pins.Ever);
            return JournalOpener.Open(
                folder.Journal, identity, folder.Signer, new JournalOptions(), TerminalState.Initial, terminal.Evolve,
                terminal.PassOver) switch
                {
                    JournalOpening<TerminalState>.Opened opened =>
                        new OpenedTerminal(
                            folder, enrolment, pins, Demand(opened.Journal, enrolment), opened.Folded.Past, lists)
                        {
                            Unreadable = opened.Unreadable,
                            Configs = configs,
                            Configuration = InForce(
                                configuration, configs, enrolment, opened.Folded.Past, lacking, out var unfit),
                            ConfigUnfit = unfit,
                        },
                    JournalOpening<TerminalState>.Broken broken => throw new StartException(
                        $"The journal does not verify. {broken.Problem}. Keep it: docs/faults.md, JournalBroken. " +
                        $"This terminal's key is {folder.Signer.KeyId}.",
                        ExitCode.VerificationFailed),
                    _ => throw new InvalidOperationException(),
                };
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Journal.Dispose();
        Lists.Dispose();
        pins.Dispose();
        folder.Dispose();
    }

    /// <summary>An epoch that another key has signed is not gone on with.</summary>
    private static Journal Demand(Journal journal, Enrolment enrolment)
    {
        if (journal.EndOfFormerKey is not { Epoch: var left } || enrolment.Epoch > left)
            return journal;
        journal.Dispose();
        throw new StartException(
            $"Another key of this terminal has signed epoch {left}, and the enrolment begins with epoch " +
            $"{enrolment.Epoch} under this one. Have its enrolment written again: ledger enroll --new-key.",
            ExitCode.BadConfiguration);
    }

    /// <summary>Before anything is read in earnest or written: folders get mixed up when they are copied.</summary>
    private static void RefuseAnothersJournal(IStorage journal, Enrolment enrolment)
    {
        var owner = JournalOwner.Of(journal);
        if (owner is not null && owner != new JournalOwner(enrolment.Site, enrolment.Terminal))
            throw new StartException(
                $"The journal in '{journal.Name}' is of terminal {owner.Terminal} at {owner.Site}; the enrolment is " +
                $"for {enrolment.Terminal} at {enrolment.Site}. Nothing was touched: docs/faults.md, JournalOfAnother.",
                ExitCode.BadConfiguration);
    }

    /// <summary>Days begin as the enrolment says: records are counted by it.</summary>
    private static TerminalLimits LimitsOf(SentConfigStore configs, TerminalLimits enrolled) =>
        configs.Kept is { Config: var said }
            ? said.LimitsOver(enrolled) with { DayStartsAtMinuteUtc = enrolled.DayStartsAtMinuteUtc }
            : enrolled;

    /// <summary>
    /// A terminal whose file does not go with what it was told starts all the same, and so does one whose file needs
    /// what it was not told yet, on a new SD card: nobody is served, and what mends it comes over the network.
    /// </summary>
    private static HostConfiguration InForce(
        HostConfiguration local,
        SentConfigStore configs,
        Enrolment enrolment,
        Remembered past,
        Func<KeptConfig?, string?>? lacking,
        out string? unfit)
    {
        unfit = null;
        configs.Demand(past.Config);
        var sent = configs.Current;
        var errors = SentOverlay.Over(local, sent, enrolment.Limits, out var merged, lacking);
        if (merged is not null && sent is not null)
            configs.Follow(sent, merged.PricesUnfit, merged.CardKeysUnfit);
        // The site may send the keys, and the file that came with the enrolment have no version of the configured ones.
        else if (merged is not null && past.Config is null && lacking?.Invoke(null) is { } keys)
            unfit = $"the file here needs card keys that the ledger has not sent yet: {keys}";
        if (merged is not null)
            return merged;
        // Keys that are missing in its own file are said when that is opened, and stop the start: those before stay.
        var withoutKeys = SentOverlay.Over(local, sent, enrolment.Limits, out merged);
        if (merged is not null)
        {
            configs.Refuse(sent!.Sent.Version, string.Join("; ", errors));
            return merged;
        }
        errors = withoutKeys;
        var why = string.Join("; ", errors);
        if (sent is not null)
        {
            configs.Refuse(sent.Sent.Version, why);
            unfit = $"configuration {sent.Sent.Version}, which the ledger sent, does not go with the file here: {why}";
        }
        else if (past.Config is null)
            unfit = $"the file here needs limits that the ledger has not sent yet: {why}";
        return local;
    }

    /// <summary>Reads what the ledger has granted to the holder of a key.</summary>
    /// <exception cref="StartException">It cannot be read, or is another terminal's.</exception>
    public static Enrolment ReadEnrolment(string path, KeyId key)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartException(
                $"Cannot read the enrolment '{path}': {error.Message} Write one: ledger enroll.",
                ExitCode.BadConfiguration);
        }
        if (!Enrolment.Read(bytes).Succeeded(out var enrolment, out var flaw))
            throw new StartException($"The enrolment '{path}' is not one: {flaw.Detail}.", ExitCode.BadConfiguration);
        if (enrolment.TerminalKey != key)
            throw new StartException(
                $"The enrolment '{path}' is for terminal {enrolment.Terminal} with another key than the one in the " +
                "state folder. Enrol the key that `edge-terminal init` prints.",
                ExitCode.BadConfiguration);
        return enrolment;
    }
}
