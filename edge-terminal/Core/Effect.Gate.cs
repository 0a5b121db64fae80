namespace EdgeTerminal.Core;

/// <content>A gate's.</content>
public abstract partial record Effect
{
    /// <summary>Let one person through.</summary>
    public sealed record ReleaseTurnstile : ToDevice;

    /// <summary>Let nobody through; without effect while the fire input is on.</summary>
    public sealed record LockTurnstile : ToDevice;

    /// <summary>Let everybody through, until it is locked.</summary>
    public sealed record OpenTurnstile : ToDevice;
}
