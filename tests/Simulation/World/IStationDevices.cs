using EdgeTerminal.Core;

namespace Tests.Simulation;

/// <summary>What a machine has beside reader and display: a valve with its meter, or a turnstile with its contacts.
/// </summary>
internal interface IStationDevices
{
    /// <summary>An order of the process.</summary>
    void Do(Effect.ToDevice order);

    /// <summary>A process has begun: it is told how its contacts are.</summary>
    void Report();

    /// <summary>The process is gone, or its machine: lines fall into their safe state.</summary>
    void LetGo();

    /// <summary>Something of it fails, or works again; what it does not have does neither.</summary>
    void Turn(DeviceFault what, bool fails);
}
