using FluentValidation;
using MediatR;

namespace GrantSync.Application.Pipeline;

/// <summary>Runs the request's validators; what they find comes back as one <see cref="Invalid"/>.</summary>
internal sealed class Validate<TRequest, TAnswer>(IEnumerable<IValidator<TRequest>> validators) : IPipelineBehavior<TRequest, TAnswer>
    where TRequest : IRequest<TAnswer>
    where TAnswer : IRefusable<TAnswer>
{
    public async Task<TAnswer> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TAnswer> next)
    {
        var errors = new List<FieldError>();
        foreach (var validator in validators)
        {
            var found = await validator.ValidateAsync(request, cancellationToken);
            errors.AddRange(found.Errors.Select(e => new FieldError(e.PropertyName, e.ErrorMessage)));
        }

        if (errors.Count == 0)
        {
            return await next();
        }

        var sentence = errors.Count == 1 ? errors[0].Sentence : $"{errors.Count} fields need attention. Nothing was saved.";
        return TAnswer.Refuse(new Invalid(sentence, errors));
    }
}
