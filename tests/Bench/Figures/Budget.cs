namespace Tests.Bench;

/// <summary>A budget of the design, and whether it was kept. Said, never enforced: the machine is noisy.</summary>
/// <param name="Words">As the design has it.</param>
/// <param name="Ratio">What was measured, in parts of the budget.</param>
/// <param name="Holds">What was measured is within it.</param>
internal sealed record Budget(string Words, double Ratio, bool Holds)
{
    public string Verdict => Holds ? "within" : "over";

    public static Budget AtMost(string words, double limit, double measured) =>
        new(words, measured / limit, measured <= limit);

    public static Budget AtLeast(string words, double limit, double measured) =>
        new(words, measured / limit, measured >= limit);
}
