using CloudBridge.Contract;

namespace EdgeTerminal.Host;

/// <summary>Does the enrolment have the daily allowances that what is sold here names?</summary>
internal static class AllowanceExaminer
{
    public static IEnumerable<Finding> Examine(HostConfiguration configuration, Enrolment enrolment) =>
        from error in AllowanceRules.Errors(configuration.Station.Setup, enrolment.Limits)
        select new Finding(
            "allowances",
            error.ToString(),
            "write it into the limits, and enrol anew: ledger enroll --limits (docs/formats/enrolment.md)");
}
