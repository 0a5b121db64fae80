using CloudBridge.Contract;
using EdgeTerminal.Core;

namespace Tests.Support;

/// <summary>A terminal whose setup changes in the middle of a test.</summary>
/// <param name="before">What it has at first.</param>
/// <param name="after">What it has once it was changed.</param>
public sealed class ChangedTerminal(TerminalSetup before, TerminalSetup after) : Terminal(before)
{
    private readonly Terminal changed = new(after);

    /// <summary>It has the other one.</summary>
    public bool IsChanged { get; set; }

    /// <inheritdoc/>
    public override Decision Decide(TerminalState state, Now now, Input input) =>
        IsChanged ? changed.Decide(state, now, input) : base.Decide(state, now, input);

    /// <inheritdoc/>
    public override TerminalState Evolve(TerminalState state, JournalRecord record) =>
        IsChanged ? changed.Evolve(state, record) : base.Evolve(state, record);
}
