using CloudBridge.Contract;
using EdgeTerminal.Core;

namespace Tests.Simulation;

/// <summary>What a terminal went by when it decided.</summary>
/// <param name="Input">What it was given.</param>
/// <param name="Tail">Its last record then.</param>
/// <param name="List">The list in use.</param>
/// <param name="Entry">What that says of the card.</param>
/// <param name="Guest">Who held it there.</param>
internal sealed record DecisionBase(
    Input Input, RecordPosition? Tail, ListVersion? List, CardEntry? Entry, Guest? Guest);
