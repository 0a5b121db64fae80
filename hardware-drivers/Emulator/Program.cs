using System.CommandLine;
using System.CommandLine.Invocation;
using HardwareDrivers.Emulator;

var parsed = EmulatorCommand.Create().Parse(args);
// Two lines that say what was wrong, not forty that hide them.
if (parsed.Action is ParseErrorAction wrong)
    wrong.ShowHelp = false;
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
