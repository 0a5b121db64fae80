namespace HardwareDrivers.Abstractions;

/// <summary>A chip with GPIO lines.</summary>
public interface ILineChip : IDisposable
{
    /// <summary>Takes a line for this process alone and drives it to its safe state.</summary>
    /// <exception cref="LinkLostException">No such line, another program has it, or no permission: says which.
    /// </exception>
    IOutputLine OpenOutput(OutputLineSettings settings);

    /// <summary>Takes a line for this process alone.</summary>
    /// <inheritdoc cref="OpenOutput"/>
    IInputLine OpenInput(InputLineSettings settings);
}
