using EdgeTerminal.Core;

namespace Tests.Simulation;

/// <summary>The second card of a guest at a kiosk, or a friend who pays the rest.</summary>
/// <param name="world">Where.</param>
/// <param name="visit">The guest's visit.</param>
/// <param name="first">Who held a card before.</param>
internal sealed class Companion(World world, Happening.Visit visit, Guest first) : Guest(
    world, visit with { Card = visit.Other!.Value, Manner = Manner.Usual })
{
    /// <inheritdoc/>
    public override void Come() => Hold();

    /// <inheritdoc/>
    public override void See(GuestScreen screen) => first.See(screen);

    /// <inheritdoc/>
    protected override int Wishes => 0;
}
