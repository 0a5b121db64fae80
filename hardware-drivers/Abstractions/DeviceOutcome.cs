namespace HardwareDrivers.Abstractions;

/// <summary>What became of an order to a device.</summary>
public abstract record DeviceOutcome
{
    private DeviceOutcome()
    {
    }

    /// <summary>It is done.</summary>
    public static DeviceOutcome Done { get; } = new Success();

    /// <summary>It is not done; the device may come back.</summary>
    public static DeviceOutcome Failed(string detail) => new Failure(detail);

    /// <summary>The order was carried out.</summary>
    public sealed record Success : DeviceOutcome;

    /// <summary>The order was not carried out; trying again later may help.</summary>
    /// <param name="Detail">For the log: what was tried and what the device or kernel said.</param>
    public sealed record Failure(string Detail) : DeviceOutcome;
}
