using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// A terminal's keys. One that was granted takes the place of the present one with the first record that it signs, not
/// before: until then the terminal may go on as if nothing had happened.
/// </summary>
internal sealed class KeyBook
{
    private readonly List<(IVerifier Key, JsonWebKey WebKey, long Through, RecordName Ended)> former = [];
    private readonly HashSet<RecordName> decided = [];
    private long? grantedMilliseconds;

    /// <summary>The present one.</summary>
    public IVerifier Present { get; private set; } = null!;

    /// <summary>As it was registered.</summary>
    public JsonWebKey PresentWebKey { get; private set; } = null!;

    /// <summary>The one that waits for its first record; null: none does.</summary>
    public GrantedKey? Granted { get; private set; }

    /// <summary>Its first record, where that came too early; null: it did not.</summary>
    public WaitingKey? Waiting { get; private set; }

    /// <summary>Whose signatures are good in the terminal's journals, epoch by epoch.</summary>
    public IKeyRing OfJournals { get; private set; } = null!;

    /// <summary>Whose signatures count on what else it says: that of one which was left does not.</summary>
    public IKeyRing OfWords { get; private set; } = null!;

    /// <summary>Those that it had before, in order.</summary>
    public IEnumerable<FormerKey> Former => former.Select(
        row => new FormerKey(row.WebKey, row.Ended.Epoch, row.Ended.Sequence));

    /// <summary>The present one, those before, and the one that may come.</summary>
    public int Count => former.Count + (Granted is null ? 1 : 2);

    /// <summary>Is a record's place that of the first one under a key that took the place of another?</summary>
    public bool HasBegunWith(RecordPosition position) =>
        position.Sequence == 1 && former.Exists(row => row.Through + 1 == position.Epoch);

    /// <summary>Its key was changed once at least.</summary>
    public bool HasChanged => former.Count > 0;

    /// <summary>Was an epoch written with a key that was left since? Then nothing new is of the terminal's.</summary>
    public bool IsLeft(long epoch) => former.Count > 0 && epoch <= former[^1].Through;

    /// <summary>Was this a key of the terminal's that was left?</summary>
    public bool IsFormer(KeyId key) => former.Exists(row => row.Key.KeyId == key);

    /// <summary>The key that it has is this one, from its enrolment on.</summary>
    public void Enrol(IVerifier key, JsonWebKey webKey)
    {
        if (Present?.KeyId != key.KeyId)
            grantedMilliseconds = null;
        // The same again, perhaps with other members beside.
        (Present, PresentWebKey) = (Present?.KeyId == key.KeyId ? Present : key, webKey);
        Tell();
    }

    /// <summary>Another one may take its place.</summary>
    public void Grant(GrantedKey granted)
    {
        (Granted, Waiting) = (granted, null);
        Tell();
    }

    /// <summary>What was granted and not used counts no more.</summary>
    public void Withdraw()
    {
        (Granted, Waiting) = (null, null);
        Tell();
    }

    /// <summary>Its first record came before the one that it names.</summary>
    public void Await(WaitingKey waiting) => Waiting = waiting;

    /// <summary>A treasurer goes on without a record with which a key ends.</summary>
    public void Decide(RecordName ended) => decided.Add(ended);

    /// <summary>Does nobody wait for it any more?</summary>
    public bool IsDecided(RecordName ended) => decided.Contains(ended);

    /// <summary>Is a place behind a record with which a key ends, as a treasurer has decided?</summary>
    public bool IsBehindDecided(RecordPosition position) =>
        decided.Count > 0 &&
        decided.Any(ended => ended.Epoch == position.Epoch && ended.Sequence < position.Sequence);

    /// <summary>The one that was granted has signed its first record.</summary>
    /// <param name="ended">The last one under the key before.</param>
    public void Change(RecordName ended)
    {
        var next = Granted!;
        former.Add((Present, PresentWebKey, next.Epoch - 1, ended));
        (Present, PresentWebKey, Granted, Waiting) = (next.Key, next.WebKey, null, null);
        grantedMilliseconds = next.AtMilliseconds;
        Tell();
    }

    /// <summary>
    /// The present key, and the one that waits; when each was granted, since 1970-01-01T00:00:00Z; null: the terminal
    /// was enrolled with it.
    /// </summary>
    public IReadOnlyDictionary<KeyId, long?> Speaking
    {
        get
        {
            var keys = new Dictionary<KeyId, long?> { [Present.KeyId] = grantedMilliseconds };
            if (Granted is { } next)
                keys[next.Key.KeyId] = next.AtMilliseconds;
            return keys;
        }
    }

    private void Tell()
    {
        var first = former.Count == 0 ? 1 : former[^1].Through + 1;
        var terms = new List<KeyTerm>();
        foreach (var (index, row) in former.Index())
            terms.Add(new KeyTerm(row.Key, index == 0 ? 1 : former[index - 1].Through + 1, row.Through));
        terms.Add(new KeyTerm(Present, first, Granted?.Epoch - 1));
        if (Granted is { } next)
            terms.Add(new KeyTerm(next.Key, next.Epoch, next.Epoch));
        OfJournals = new TerminalKeys(terms);
        OfWords = new KeyRing(Granted is { Key: var waiting } ? [Present, waiting] : [Present]);
    }
}
