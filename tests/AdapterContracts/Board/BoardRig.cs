using HardwareDrivers.Abstractions;

namespace Tests.AdapterContracts;

/// <summary>A board under test, and the hands of whoever stands before it.</summary>
public abstract class BoardRig
{
    /// <summary>The adapter.</summary>
    public abstract IBoard Board { get; }

    /// <summary>Its chip with lines.</summary>
    public virtual int Chip => 0;

    /// <summary>Its inputs are opened as those whose every change counts.</summary>
    public virtual bool Counted => false;

    /// <summary>Somebody outside drives a wire; null lets it go.</summary>
    public abstract void Drive(int line, bool? high);

    /// <summary>A resistor outside holds a wire while nobody drives it.</summary>
    public abstract void Pull(int line, bool high);

    /// <summary>What a wire measures.</summary>
    public abstract bool Measure(int line);

    /// <summary>What a wire has become, one change after the other; empty where nobody can see that.</summary>
    public virtual IReadOnlyList<bool> Changes(int line) => [];

    /// <summary>Something happens a while from now, whoever waits then.</summary>
    public abstract void After(TimeSpan wait, Action action);

    /// <summary>The chip is pulled out.</summary>
    /// <returns>False where nobody can do that.</returns>
    public abstract bool PullOut();

    /// <summary>Wires a device to I2C bus 1, or unplugs it; null where nobody can do that.</summary>
    public abstract void AttachI2c(int address, II2cDevice? device);

    /// <summary>Wires a device to SPI bus 0, chip select 0.</summary>
    public abstract void AttachSpi(ISpiDevice? device);

    /// <summary>The tones that PWM channel 0 was told; 0 for silence.</summary>
    public abstract IReadOnlyList<int> Tones { get; }

    /// <summary>
    /// How long a level must last to count: longer than the machine may stop between two changes that are to be a
    /// bounce.
    /// </summary>
    public virtual TimeSpan Debounce => TimeSpan.FromMilliseconds(500);

    /// <summary>Null where this contract can run here.</summary>
    public virtual string? WhyNot => null;

    /// <summary>The test is over: nothing may be left open.</summary>
    public virtual void End()
    {
    }
}
