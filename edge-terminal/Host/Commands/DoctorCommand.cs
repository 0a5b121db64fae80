using System.CommandLine;
using CloudBridge.Contract;
using EdgeTerminal.Store;

namespace EdgeTerminal.Host;

/// <summary>
/// <c>edge-terminal doctor</c>: what is in this build, what this machine has, and what to do about it. It changes
/// nothing, and works beside a running daemon.
/// </summary>
internal static class DoctorCommand
{
    public static Command Build()
    {
        var config = new Option<FileInfo?>("--config")
        {
            Description = "Also looks at what this configuration names.", HelpName = "FILE",
        };
        var json = new Option<bool>("--json") { Description = "Prints JSON: subject, found, do." };
        var command = new Command("doctor", "Says what is in this build, what is wrong, and what to do about it.")
        {
            config, json,
        }.WithExamples("edge-terminal doctor", "edge-terminal doctor --config /etc/edge-terminal/config.json");
        command.SetAction((parsed, cancellation) => HostCommand.RunAsync(async () =>
        {
            List<Finding> findings =
            [
                .. MachineExaminer.Examine(TimeProvider.System), .. new HardwareExaminer(MachineFiles.Own).Examine(),
            ];
            if (parsed.GetValue(config) is { } file)
                findings.AddRange(await ExamineAsync(file, TimeProvider.System, cancellation));
            if (parsed.GetValue(json))
                Console.Out.WriteLine(DoctorReport.Json(findings));
            else
                DoctorReport.Write(findings, Console.Out);
            return findings.Exists(finding => finding.IsProblem) ? ExitCode.Fault : ExitCode.Good;
        }));
        return command;
    }

    /// <summary>All that can be looked at: a key that is wrong hides only what it names.</summary>
    private static async Task<List<Finding>> ExamineAsync(
        FileInfo config, TimeProvider time, CancellationToken cancellation)
    {
        var errors = ConfigurationReader.ReadWhatIsGood(config.ToString(), out var configuration);
        var findings = errors.Select(error => new Finding(
            "configuration", error.ToString(), $"mend it, then: edge-terminal config check {config}")).ToList();
        if (configuration is null)
            return findings;
        if (errors.Count == 0)
            findings.Add(new Finding("configuration", $"{config}: good"));
        bool IsGood(string key) => !errors.Any(error => error.Key.StartsWith(key, StringComparison.Ordinal));

        Enrolment? enrolment = null;
        PinnedLedgerKey? ledger = null;
        KeptConfig? sent = null;
        ConfigVersion? used = null;
        var isInUse = false;
        if (IsGood("state") && RetiredFolder.IsIn(configuration.State))
        {
            findings.Add(RetiredExaminer.Examine(configuration));
            return findings;
        }
        if (IsGood("state") && IsGood("enrolment"))
            findings.Add(EnrolmentExaminer.Examine(configuration, out enrolment, out ledger));
        if (IsGood("state"))
        {
            var state = new StateExaminer(configuration.State, enrolment);
            isInUse = state.IsInUse;
            findings.AddRange(state.Examine());
            (sent, used) = (state.Configured, state.Used);
        }
        if (IsGood("ledger") && IsGood("cards"))
            findings.AddRange(RevocationExaminer.Examine(configuration));
        if (enrolment is not null && IsGood(configuration.Profile.Name))
            findings.AddRange(AllowanceExaminer.Examine(
                configuration,
                enrolment with { Limits = sent?.Config.LimitsOver(enrolment.Limits) ?? enrolment.Limits }));
        if (IsGood("cards"))
            findings.AddRange(CardKeysExaminer.Examine(
                configuration.Cards, Environment.GetEnvironmentVariable, sent));
        if (IsGood(configuration.Profile.Name) && IsGood("cards"))
            findings.AddRange(StaffExaminer.Examine(configuration));
        if (IsGood("reader") && configuration.Reader.Link == ReaderBus.Serial)
            findings.AddRange(new HardwareExaminer(MachineFiles.Own).ExamineLine(configuration.Reader.Device));
        if (IsGood("reader"))
            findings.Add(ReaderExaminer.Examine(configuration.Reader, configuration.Hardware, isInUse, time));
        var devices = new DeviceExaminer(
            configuration, Boards.Make(configuration.Hardware, time), MachineFiles.Own, isInUse);
        if (IsGood("panel"))
            findings.Add(devices.ExaminePanel());
        if (IsGood("buzzer"))
            findings.Add(devices.ExamineBuzzer());
        if (IsGood("lines") && IsGood("hardware"))
            findings.AddRange(devices.ExamineOutputs());
        if (IsGood(configuration.Profile.Name) && IsGood("keys") && IsGood("hardware"))
            findings.AddRange(devices.ExamineInputs());
        if (IsGood(configuration.Profile.Name) && IsGood("keys"))
            findings.AddRange(KeysExaminer.Examine(configuration));
        if (IsGood("metrics"))
            findings.AddRange(WatchExaminer.Examine(configuration.Watch, configuration.Otlp));
        if (IsGood("mqtt"))
            findings.Add(new TlsExaminer(configuration.Broker, time).Examine());
        if (IsGood("mqtt"))
            findings.AddRange(await new LedgerExaminer(
                configuration.MqttClient,
                configuration.Broker,
                ledger is null ? enrolment : enrolment! with { LedgerKey = ledger.Key },
                time,
                sent?.Sent.Version,
                used).ExamineAsync(cancellation));
        return findings;
    }
}
