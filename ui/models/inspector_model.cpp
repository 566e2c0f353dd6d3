#include "ui/models/inspector_model.h"

#include "ui/models/text_format.h"
#include "ui/models/webhook_draft.h"

namespace parley::ui {
namespace {

constexpr int kMostTypedHeaders = 16; // of an answer; a field that one overlooks

} // namespace

int InspectorModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant InspectorModel::cell(const client::InspectedRequestInfo &row, int column, int role) const
{
    if (role == Qt::TextAlignmentRole && (column == Size || column == Answer))
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (column) {
    case Time: return clockText(row.time);
    case Method: return row.method;
    case Target: return row.target;
    case Size: return bytesText(row.bodyBytes);
    case Answer: return row.status == 0 ? QStringLiteral("–") : QString::number(row.status);
    default: return {};
    }
}

QVariant InspectorModel::title(int column, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Arrived"), tr("Method"), tr("Path"), tr("Body"), tr("Answered")};
    return titles[column];
}

QString headersFrom(const QString &typed, client::HeaderList &headers)
{
    headers.clear();
    for (const auto &line : typed.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        if (line.trimmed().isEmpty())
            continue;
        const auto colon = line.indexOf(QLatin1Char(':'));
        if (colon < 1)
            return InspectorModel::tr("Write one header a line, as “Retry-After: 5”.");
        const auto name = line.left(colon).trimmed();
        const auto value = line.mid(colon + 1).trimmed();
        if (const auto problem = headerProblem({name, value, false});
            !problem.isEmpty() && !name.startsWith(QLatin1String("webhook-")))
            return problem;
        headers.append({name, value});
    }
    return headers.size() > kMostTypedHeaders
        ? InspectorModel::tr("At most %1 headers can be added.").arg(kMostTypedHeaders)
        : QString();
}

QString typedHeaders(const client::HeaderList &headers)
{
    QStringList lines;
    for (const auto &[name, value] : headers)
        lines.append(name + QStringLiteral(": ") + value);
    return lines.join(QLatin1Char('\n'));
}

QString headText(const client::InspectedRequestInfo &request)
{
    return QStringLiteral("%1 %2 HTTP/1.1\n").arg(request.method, request.target)
        + typedHeaders(request.headers);
}

} // namespace parley::ui
