namespace EdgeTerminal.Host;

/// <summary>What the guest hears.</summary>
/// <param name="Driver">Which kind.</param>
internal sealed record BuzzerSettings(BuzzerDriver Driver)
{
    /// <summary>The line that it hangs on; null: it hangs on PWM.</summary>
    public int? Line { get; init; }

    /// <summary>It sounds while the line is low.</summary>
    public bool ActiveLow { get; init; }

    /// <summary>N of <c>/sys/class/pwm/pwmchipN</c>.</summary>
    public int PwmChip { get; init; }

    /// <summary>Of that chip.</summary>
    public int PwmChannel { get; init; }

    /// <summary>A name in <see cref="PanelAdapters.All"/>: whose driver of PWM.</summary>
    public string Adapter { get; init; } = PanelAdapters.Own;

    /// <summary>It hangs on PWM.</summary>
    public bool IsOnPwm => Driver == BuzzerDriver.Passive && Line is null;
}

/// <summary>Kinds of buzzers.</summary>
internal enum BuzzerDriver
{
    /// <summary>Nothing is heard.</summary>
    None,

    /// <summary>With a pitch of its own.</summary>
    Active,

    /// <summary>Sounds as the square wave on its line.</summary>
    Passive,
}
