using CloudBridge.Contract;
using EdgeTerminal.Core;

namespace Tests.Property.Simulation;

/// <summary>A core that errs where a test says so.</summary>
internal sealed class ErringTerminal(TerminalSetup setup) : Terminal(setup)
{
    /// <summary>What it understands of an input.</summary>
    public Func<Input, Input> Hears { get; init; } = input => input;

    /// <summary>What it takes for its state when it decides.</summary>
    public Func<TerminalState, Input, TerminalState> Believes { get; init; } = (state, _) => state;

    /// <summary>What it does with a decision before anything is durable.</summary>
    public Action<Decision> Hurries { get; init; } = _ => { };

    /// <summary>What it makes of a decision.</summary>
    public Func<Decision, Decision> Changes { get; init; } = decision => decision;

    /// <summary>What it takes a record for.</summary>
    public Func<TerminalState, JournalRecord, JournalRecord> Reads { get; init; } = (_, record) => record;

    /// <summary>What it forgets.</summary>
    public Func<TerminalState, JournalRecord, TerminalState> Forgets { get; init; } = (state, _) => state;

    public override Decision Decide(TerminalState state, Now now, Input input)
    {
        var decision = base.Decide(Believes(state, input), now, Hears(input));
        Hurries(decision);
        return Changes(decision);
    }

    /// <summary>What it makes of records that it cannot read: before, and after them.</summary>
    public Func<TerminalState, TerminalState, TerminalState> PassesOver { get; init; } = (_, after) => after;

    public override TerminalState Evolve(TerminalState state, JournalRecord record) =>
        Forgets(base.Evolve(state, Reads(state, record)), record);

    public override TerminalState PassOver(TerminalState state, RecordPosition first, JournalRecord next) =>
        PassesOver(state, base.PassOver(state, first, next));
}
