namespace EdgeTerminal.Core;

/// <summary>Where a knob stands that chooses among articles.</summary>
/// <param name="Before">What was chosen before: turning changes the last piece alone.</param>
/// <param name="Index">Of the article that it stands at.</param>
public sealed record KnobChoice(Basket Before, int Index);
