using CloudBridge.Contract;
using CloudBridge.Relay;
using CloudBridge.Storage;

namespace EdgeTerminal.Store;

/// <summary>
/// The ledger's key that this terminal believes: the enrolment's, or the one that statements since have named. These
/// are kept in a file of the state folder, and read again at each start, so that an old one brings no key back. Any
/// thread.
/// </summary>
public sealed class LedgerPins : ILedgerPins, IKeyRing, IDisposable
{
    /// <summary>The file: statements, as they came.</summary>
    public const string FileName = "ledger-keys.jws";

    private readonly Lock gate = new();
    private readonly IStorage storage;
    private readonly List<ReadOnlyMemory<byte>> kept = [];
    private readonly Dictionary<KeyId, IVerifier> ever = [];
    private PinnedLedgerKey pinned;
    private IVerifier current;

    private LedgerPins(IStorage storage, PinnedLedgerKey first)
    {
        (this.storage, pinned) = (storage, first);
        current = Note(first);
    }

    /// <summary>What is believed.</summary>
    public PinnedLedgerKey Pinned => Volatile.Read(ref pinned);

    /// <summary>
    /// All keys that were ever believed: of what is on this disk already. It was taken when its key still counted.
    /// </summary>
    public IKeyRing Ever
    {
        get
        {
            lock (gate)
                return new KeyRing(ever.Values);
        }
    }

    /// <summary>Reads what is known.</summary>
    /// <param name="storage">The state folder.</param>
    /// <param name="enrolment">Names the first key.</param>
    /// <exception cref="StateException">The file does not follow from the enrolment.</exception>
    public static LedgerPins Open(IStorage storage, Enrolment enrolment) =>
        Open(storage, PinnedLedgerKey.Of(enrolment));

    /// <inheritdoc cref="Open(IStorage, Enrolment)"/>
    /// <param name="storage">The state folder.</param>
    /// <param name="first">As the enrolment named it.</param>
    public static LedgerPins Open(IStorage storage, PinnedLedgerKey first)
    {
        var pins = new LedgerPins(storage, first);
        if (!storage.Exists(FileName))
            return pins;
        if (!LedgerKeyBatch.Split(storage.Read(FileName)).Succeeded(out var statements, out var error) ||
            (error = pins.Follow(statements)) is not null)
            throw new StateException(
                $"'{Path.Combine(storage.Name, FileName)}': {error}. It tells which keys the ledger has had since " +
                "this terminal was enrolled. Only if the terminal was enrolled by another ledger since: remove it.");
        return pins;
    }

    /// <inheritdoc/>
    public IVerifier? Find(KeyId key) => Volatile.Read(ref current) is { } one && one.KeyId == key ? one : null;

    /// <inheritdoc/>
    public bool Take(ReadOnlyMemory<byte> statements, out FormatError? error)
    {
        lock (gate)
            return TakeAlone(statements, out error);
    }

    private bool TakeAlone(ReadOnlyMemory<byte> statements, out FormatError? error)
    {
        var before = pinned;
        if (!LedgerKeyBatch.Split(statements).Succeeded(out var lines, out error))
            return false;
        var (former, verifier) = (kept.ToList(), current);
        error = Follow(lines);
        if (ReferenceEquals(pinned, before) || Keep() is not { } failed)
            return !ReferenceEquals(pinned, before);
        // What is not durable is not believed: after a power cut the former key would count again.
        kept.Clear();
        kept.AddRange(former);
        pinned = before;
        Volatile.Write(ref current, verifier);
        error = failed;
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var key in ever.Values.OfType<IDisposable>())
            key.Dispose();
    }

    /// <returns>Why one of them is not believed, the last of those; null: all are, or are old.</returns>
    private FormatError? Follow(List<ReadOnlyMemory<byte>> statements)
    {
        FormatError? refused = null;
        foreach (var statement in statements)
            if (!pinned.Take(statement).Succeeded(out var next, out var error))
                refused = error;
            else if (!ReferenceEquals(next, pinned))
            {
                // The root needs nothing before it: what was said until then may be of a thief.
                if (next.RootNumber != pinned.RootNumber)
                    kept.Clear();
                kept.Add(statement.ToArray());
                pinned = next;
                Volatile.Write(ref current, Note(next));
            }
        return refused;
    }

    private FormatError? Keep()
    {
        var content = LedgerKeyBatch.Write(kept);
        if (content.Length > LedgerKeyBatch.LongestBytes)
            return new FormatError(FormatErrorKind.TooLong, "more changes of the ledger's key than can be kept");
        try
        {
            storage.Replace(FileName, content);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new FormatError(
                FormatErrorKind.BadContent, $"the ledger's new key could not be stored: {error.Message}");
        }
    }

    private IVerifier Note(PinnedLedgerKey key)
    {
        var verifier = Es256Keys.Instance.Read(key.Key);
        return ever.TryAdd(verifier.KeyId, verifier) ? verifier : ever[verifier.KeyId];
    }
}
