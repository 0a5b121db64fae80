using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CloudBridge.Ledger;

/// <summary>
/// Changes of the books that are done once for each request: the request stands in the entry of what it did.
/// </summary>
internal sealed class KeyedStore(ILedgerStore store, TimeProvider time)
{
    /// <summary>The key was another request's.</summary>
    public static Refusal Reused { get; } = new(
        RefusalKind.KeyReused,
        "a request with this Idempotency-Key has asked for something else; a new request needs a new key");

    /// <summary>The books.</summary>
    public ILedgerStore Store => store;

    /// <summary>The ledger's clock.</summary>
    public TimeProvider Time => time;

    /// <summary>The ledger's time, since 1970-01-01T00:00:00Z.</summary>
    public long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Makes a change, or says what was answered when it was made.</summary>
    /// <param name="key">Of the request; null: a command, which is done each time.</param>
    /// <param name="json">How the answer is written.</param>
    /// <param name="act">What is to be done. It must have changed nothing when it refuses.</param>
    public Outcome<T> Make<T>(RequestKey? key, JsonTypeInfo<T> json, Func<LedgerDraft, Step<T>> act) =>
        store.Change<Outcome<T>>(draft =>
        {
            if (key is not null && Known<T>(draft.Books, key) is { } known)
                return known;
            var step = act(draft);
            if (step.Why is { } why)
                return new Outcome<T>.Refused(why);
            var request = key is null
                ? null
                : new KeyedRequest(
                    key.Key, key.Fingerprint, Now, key.By, JsonSerializer.Serialize(step.Answer!, json));
            var entry = step.Entry!(request);
            if (EntryFlaws.Of(entry, draft.Books) is { } flaw)
                return new Outcome<T>.Refused(new Refusal(RefusalKind.NotPossible, flaw));
            step.First?.Invoke();
            draft.Add(entry);
            step.Last?.Invoke(entry);
            return new Outcome<T>.Done(step.Answer!);
        });

    private Outcome<T>? Known<T>(LedgerBooks books, RequestKey key) =>
        books.Requests.TryFind(key.Key, out var request)
            ? request.Fingerprint == key.Fingerprint
                ? new Outcome<T>.Again(request.Answer)
                : new Outcome<T>.Refused(Reused)
        : books.Requests.FullFor(key.By, Now) is { } wait
            ? new Outcome<T>.Refused(new Refusal(
                RefusalKind.TooManyKeys,
                $"{RequestBook.Most} requests were made within a day, or {RequestBook.MostOfOne} with this token, " +
                $"and none may be forgotten yet: come again in {wait.TotalMinutes:0} minutes",
                wait))
        : null;
}

/// <summary>What an act comes to.</summary>
/// <param name="Why">It is not to be done; null: it is.</param>
/// <param name="Entry">That does it, for a request.</param>
/// <param name="Answer">What is answered.</param>
/// <param name="First">Done before the entry is added, whatever becomes of that; null: nothing.</param>
/// <param name="Last">Done when it is added: what follows from it; null: nothing.</param>
internal sealed record Step<T>(
    Refusal? Why,
    Func<KeyedRequest?, LedgerEntry>? Entry = null,
    T? Answer = default,
    Action? First = null,
    Action<LedgerEntry>? Last = null)
{
    /// <summary>It is not to be done.</summary>
    public Step(RefusalKind kind, string what) : this(new Refusal(kind, what))
    {
    }
}
