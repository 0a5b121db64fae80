using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>How a terminal is, in a sentence for people: what it knows without looking at any device.</summary>
internal static class Diagnosis
{
    private const long Second = 1_000;

    public static string Of(TerminalState state, Now now)
    {
        var (past, present) = state;
        return string.Join("; ", new[]
        {
            present.Phase.GetType().Name,
            $"start {past.Boots}, {(now.MonotonicMilliseconds - past.StartedAtMilliseconds) / Second} s ago",
            $"journal through {past.Last?.ToString() ?? "nothing"}, of which {past.Counted.Distinct().Count()} count " +
                "beside the list",
            OfList(state, now),
            present.Peers.SomeMissing ? "other terminals' records are missing" : "other terminals are heard",
            past.Faults.IsEmpty ? "no faults" : $"faults {string.Join(", ", past.Faults)}",
        });
    }

    private static string OfList(TerminalState state, Now now) =>
        state.Present.ListInUse is not { } list ? "no list"
        : ListJudgement.AgeOf(state, now) is { } age ? $"list {list}, {age / Second} s old"
        : $"list {list}";
}
