namespace HardwareDrivers.Simulated;

/// <summary>
/// What a command does next. Commands are sequences of these, so that they can be stopped between any two.
/// </summary>
internal abstract record ChipStep
{
    private ChipStep()
    {
    }

    /// <summary>Nothing can be seen from outside for a while.</summary>
    public sealed record Takes(TimeSpan Duration) : ChipStep;

    /// <summary>Sends the response; the last step.</summary>
    /// <param name="Content">What follows the response's code.</param>
    public sealed record Answers(params byte[] Content) : ChipStep;

    /// <summary>
    /// Sends the response, and goes to another rate once the host has acknowledged it; the last step.
    /// </summary>
    public sealed record ChangesRate(int Baud) : ChipStep;

    /// <summary>Sends the error frame; the last step.</summary>
    public sealed record Refuses : ChipStep;

    /// <summary>Sends the response and sleeps until woken by the line; the last step.</summary>
    public sealed record Sleeps(params byte[] Content) : ChipStep;
}
