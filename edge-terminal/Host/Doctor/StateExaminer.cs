using CloudBridge.Contract;
using CloudBridge.Storage;
using EdgeTerminal.Core;
using EdgeTerminal.Store;

namespace EdgeTerminal.Host;

/// <summary>
/// Journal and card list of a state folder, read without its lock and left as they are: a daemon may be writing there.
/// </summary>
/// <param name="path">The state folder.</param>
/// <param name="enrolment">What the ledger has granted; null when that is not known.</param>
internal sealed class StateExaminer(string path, Enrolment? enrolment)
{
    /// <summary>A daemon runs on it.</summary>
    public bool IsInUse { get; } = TerminalFolder.IsInUse(path);

    /// <summary>Which configuration of the ledger's was found; null: none, or nobody has looked.</summary>
    public KeptConfig? Configured { get; private set; }

    /// <summary>Which was in force last, by the journal; null: none, or nobody has looked.</summary>
    public ConfigVersion? Used { get; private set; }

    public IEnumerable<Finding> Examine()
    {
        yield return new Finding("daemon", IsInUse ? $"runs on {path}" : $"none runs on {path}");
        foreach (var finding in Safely("journal", Journal))
            yield return finding;
        foreach (var finding in Safely("card list", CardList))
            yield return finding;
        foreach (var finding in Safely("configuration sent", Configuration))
            yield return finding;
    }

    private List<Finding> Safely(string subject, Func<IEnumerable<Finding>> examine)
    {
        try
        {
            return [.. examine()];
        }
        catch (Exception error) when (error is StateException or StartException)
        {
            return [new Finding(subject, error.Message, NewTerminal.Remedy(path))];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [new Finding(subject, error.Message, "ask as the user that the daemon runs as, or as root")];
        }
    }

    private IEnumerable<Finding> Journal()
    {
        var jwk = TerminalFolder.Look(path);
        if (!PublicKey.Read(jwk).Succeeded(out var key, out var flaw))
        {
            yield return new Finding(
                "journal", $"the terminal's public key: {flaw.Detail}", "restore terminal-key.jwk");
            yield break;
        }
        using var owned = key;
        if (Inside("journal") is not { } journal || JournalSegment.In(journal).Count == 0)
        {
            yield return new Finding("journal", "empty: nothing was sold yet");
            yield break;
        }
        var terminal = new Terminal(new TerminalSetup(
            enrolment?.Limits ?? TerminalLimits.Default, new KioskSetup(FixedArticle: null, PriceListVersion: 1)));
        var (state, records, stamp) = (TerminalState.Initial, 0L, default(Stamp));
        Verdict? verdict = null;
        void Take(JournalRecord record, ReadOnlyMemory<byte> line)
        {
            (state, records, stamp) = (terminal.Evolve(state, record), records + 1, record.Stamp);
            verdict = record.Fact.DecidedOn() ?? verdict;
        }
        var keys = FormerKeys.With(new FolderStorage(path), key);
        JournalChain Chain() => new(jwk.Site, jwk.Terminal, keys);
        var receipt = Receipt(journal);
        var rotten = new List<UnreadableRecords>();
        var end = JournalSource.Open(path).Read(Chain(), Take);
        if (end is JournalEnd.Broken && receipt is not null)
        {
            (state, records) = (TerminalState.Initial, 0);
            end = JournalReading.ReadAround(
                journal,
                JournalSegment.In(journal),
                Chain(),
                receipt,
                (lost, next) =>
                {
                    rotten.Add(lost);
                    state = terminal.PassOver(state, lost.First, next);
                },
                Take);
        }
        if (end is JournalEnd.Broken broken)
        {
            yield return new Finding(
                "journal", $"{broken.Problem}", "keep the folder; docs/faults.md says what to do for JournalBroken");
            yield break;
        }
        var last = state.Past.Last!.Value;
        Used = state.Past.Config;
        yield return rotten.Count == 0
            ? new Finding("journal", $"good, every signature checked; {records} records, the last {last}")
            : new Finding(
                "journal",
                $"{string.Join("; ", rotten)}; the ledger has them, and {records} records are good, the last {last}",
                "replace the SD card soon: docs/faults.md says how for JournalRot");
        yield return new Finding("unacknowledged", Waiting(receipt, last));
        yield return Room(journal);
        if (IsInUse)
            yield return new Finding(
                "trusted time", stamp.Trusted ? "the daemon has the ledger's" : "none yet: the ledger was not heard");
        if (IsInUse && verdict is { } judged)
            yield return new Finding("other terminals", OfPeers(judged));
        // Most are levels of running devices; these stay one.
        foreach (var fault in state.Past.Faults.Where(
            fault => IsInUse || fault is Fault.RolledBack or Fault.Revoked or Fault.KeysWiped))
            yield return new Finding("fault", $"{fault} is raised", $"docs/faults.md says what to do for {fault}");
    }

    private static string OfPeers(Verdict verdict) => verdict.PeersMissing
        ? "some of their records were missing at the last tap, or may have been: it had the limits of a stale list"
        : "none of their records was known to be missing at the last tap";

    /// <summary>
    /// A folder of the state; null when it is not there. Looking makes none: what root has made the daemon cannot use.
    /// </summary>
    private FolderStorage? Inside(string name) =>
        Path.Combine(path, name) is var folder && Directory.Exists(folder) ? new FolderStorage(folder) : null;

    private static Finding Room(FolderStorage journal) =>
        new JournalOptions().WhyShort(journal, unacked: 0) is { } why
            ? new Finding("room", why, "make room, or use a larger SD card: docs/formats/journal.md, Room")
            : new Finding("room", $"{journal.FreeBytes / (1024 * 1024)} MiB are free");

    /// <summary>The ledger's last ack that is kept; null when there is none, or it cannot be checked.</summary>
    private AckMessage? Receipt(FolderStorage journal)
    {
        return enrolment is not null && LedgerKeys() is { } ledger
            ? JournalOutbox.ReadReceipt(journal, ledger, enrolment.Site, enrolment.Terminal)
            : null;
    }

    /// <summary>All keys that the ledger has had here; null: nobody knows.</summary>
    private IKeyRing? LedgerKeys()
    {
        try
        {
            return enrolment is null ? null : LedgerPins.Open(new FolderStorage(path), enrolment).Ever;
        }
        catch (StateException)
        {
            // Said of the enrolment.
            return null;
        }
    }

    private string Waiting(AckMessage? receipt, RecordPosition last)
    {
        if (enrolment is null)
            return "not known without an enrolment";
        if (receipt is not { } ack)
            return "no receipt of the ledger is kept: all of it counts as unacknowledged";
        var acknowledged = ack.Epochs.FirstOrDefault(row => row.Epoch == last.Epoch)?.Sequence ?? 0;
        return $"{Math.Max(0, last.Sequence - acknowledged)} records at most, by the receipt that is kept" +
            (IsInUse ? ", which the daemon renews every so often" : "");
    }

    private IEnumerable<Finding> Configuration()
    {
        if (enrolment is null || LedgerKeys() is not { } keys)
            yield break;
        using var own = KeyAtHand();
        var store = SentConfigStore.Open(new FolderStorage(path), enrolment.Site, enrolment.Terminal, keys, own);
        Configured = store.Kept;
        var lost = store.Damage ??
            (Used is { } before && (Configured is not { Sent.Version: var kept } || kept < before)
                ? $"{before} was in force, and {Configured?.Sent.Version.ToString() ?? "none"} is here"
                : null);
        yield return lost is not null
            ? new Finding(
                "configuration sent", lost,
                "bring the network back, it is fetched anew: docs/faults.md, ConfigurationLost")
            : new Finding(
                "configuration sent",
                Configured is { Sent.Version: var version }
                    ? $"good; {version}"
                    : "none: the file here is all that there is");
    }

    /// <summary>Null: it is a credential of the daemon's, say. Then what is sealed for the terminal stays so.
    /// </summary>
    private Es256Signer? KeyAtHand()
    {
        try
        {
            return TerminalFolder.LookAtKey(path).Signer;
        }
        catch (StateException)
        {
            return null;
        }
    }

    private IEnumerable<Finding> CardList()
    {
        if (enrolment is null || LedgerKeys() is not { } keys)
        {
            yield return new Finding("card list", "cannot be checked without an enrolment");
            yield break;
        }
        yield return Inside("cards") is not { } storage ||
            CardListLook.At(storage, keys, enrolment.Site) is not { } reading
            ? new Finding("card list", "none yet: it comes with the first connection to the ledger")
            : reading.Succeeded(out var manifest, out var flaw)
                ? new Finding("card list", $"good; {manifest.List()}, {manifest.Cards} cards")
                : new Finding(
                    "card list", $"{flaw}", "bring the network back, it is fetched anew: docs/faults.md, CardListLost");
    }
}
