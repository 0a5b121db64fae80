namespace CloudBridge.Mqtt;

/// <summary>
/// Counts what is not as it should be, messages first of all, and says which of them are worth a line in the log: the
/// first, the tenth, the hundredth … of each topic and kind. Whoever floods a topic can fill neither disk nor memory.
/// For one loop.
/// </summary>
public sealed class NotTaken
{
    /// <summary>More than a site has terminals; a flood over all of them costs a line each in an hour.</summary>
    private const int MostCounters = 256;

    private const long Hour = 3_600_000;

    private readonly Dictionary<(string Topic, string Kind), Counter> counters = [];
    private readonly Counter others = new();

    /// <summary>Takes note of one.</summary>
    /// <param name="topic">Where it came.</param>
    /// <param name="kind">What was wrong with it, in a word.</param>
    /// <param name="now">Monotonic milliseconds. After an hour without any, counting begins anew.</param>
    /// <returns>How many came so far, when that is worth a line; else null.</returns>
    public long? Count(string topic, string kind, long now)
    {
        if (!counters.TryGetValue((topic, kind), out var counter))
            counter = Make(topic, kind, now);
        return counter.Add(now);
    }

    /// <summary>Who invents topics shares one counter once the others are in use.</summary>
    private Counter Make(string topic, string kind, long now)
    {
        if (counters.Count == MostCounters)
            foreach (var (key, _) in counters.Where(pair => pair.Value.IsQuiet(now)).ToList())
                counters.Remove(key);
        return counters.Count == MostCounters ? others : counters[(topic, kind)] = new Counter();
    }

    private sealed class Counter
    {
        private long count;
        private long nextLine = 1;
        private long last;

        public bool IsQuiet(long now) => now - last > Hour;

        public long? Add(long now)
        {
            if (IsQuiet(now))
                (count, nextLine) = (0, 1);
            last = now;
            if (++count < nextLine)
                return null;
            nextLine = 10 * count;
            return count;
        }
    }
}
