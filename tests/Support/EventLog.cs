using System.Collections.Immutable;

namespace Tests.Support;

/// <summary>What has happened on other threads, in order; a test waits for what it expects.</summary>
public sealed class EventLog<T>
    where T : class
{
    private ImmutableList<T> seen = [];

    /// <summary>Everything until now.</summary>
    public IReadOnlyList<T> Seen => Volatile.Read(ref seen);

    /// <summary>Takes note; from any thread.</summary>
    public void Add(T happened) => ImmutableInterlocked.Update(ref seen, list => list.Add(happened));

    /// <summary>Waits for the first event of a kind.</summary>
    /// <param name="skip">How many events from the beginning do not count.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<TWanted> First<TWanted>(int skip, CancellationToken cancellation)
        where TWanted : class, T =>
        await First<TWanted>(skip, _ => true, cancellation);

    /// <inheritdoc cref="First{TWanted}(int, CancellationToken)"/>
    /// <param name="skip">How many events from the beginning do not count.</param>
    /// <param name="match">Which of that kind.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<TWanted> First<TWanted>(int skip, Func<TWanted, bool> match, CancellationToken cancellation)
        where TWanted : class, T
    {
        try
        {
            return await Eventually.GetAsync(
                () => Seen.Skip(skip).OfType<TWanted>().FirstOrDefault(match), typeof(TWanted).Name, cancellation);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message} Seen until then: {string.Join("; ", Seen)}", late);
        }
    }
}
