using GrantSync.Application.Jobs;
using GrantSync.Application.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Jobs;

/// <summary>The work that comes round by the clock. Support may ask for a run; an admin sees how it goes.</summary>
[ForRoles(Role.Admin, Role.Support)]
public sealed class IndexModel(IMediator mediator) : Clerk(mediator)
{
    public IReadOnlyList<JobNow> Jobs { get; private set; } = [];

    public async Task<IActionResult> OnGet()
    {
        Jobs = (await Send(new ListJobs())).Value;
        return WantsPart ? Partial("_List", this) : Page();
    }

    public async Task<IActionResult> OnPostRun(string name) =>
        Say(await Send(new RunJobNow(name)), "/jobs", T("The job {0} is asked to run now. A node takes it up within seconds.", name));
}
