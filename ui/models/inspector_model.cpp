#include "ui/models/inspector_model.h"

#include "ui/models/text_format.h"
#include "ui/models/webhook_draft.h"

namespace parley::ui {

void InspectorModel::setRequests(QList<client::InspectorRequest> requests)
{
    qsizetype fromOldest = requests.size();
    for (auto &request : requests) {
        if (request.id.isEmpty())
            request.id = QStringLiteral("%1-%2")
                             .arg(request.receivedAt.toMSecsSinceEpoch())
                             .arg(fromOldest);
        --fromOldest;
    }
    setRows(requests);
}

int InspectorModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant InspectorModel::cell(const client::InspectorRequest &row, int column, int role) const
{
    if (role == Qt::TextAlignmentRole && (column == Size || column == Answer))
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (column) {
    case Time: return clockText(row.receivedAt);
    case Method: return row.method;
    case Target: return row.target;
    case Size: return bytesText(std::uint64_t(row.body.size()));
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

QString headersFrom(const QString &typed, QList<client::InspectorHeader> &headers)
{
    headers.clear();
    for (const auto &line : typed.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        if (line.trimmed().isEmpty())
            continue;
        const auto colon = line.indexOf(QLatin1Char(':'));
        if (colon < 1)
            return InspectorModel::tr("Write one header a line, as “Retry-After: 5”.");
        const client::InspectorHeader header{line.left(colon).trimmed(),
                                             line.mid(colon + 1).trimmed()};
        if (const auto problem = headerProblem({header.name, header.value, false});
            !problem.isEmpty() && !header.name.startsWith(QLatin1String("webhook-")))
            return problem;
        headers.append(header);
    }
    return headers.size() > webhook_bounds::kHeaders
        ? InspectorModel::tr("At most %1 headers can be added.").arg(webhook_bounds::kHeaders)
        : QString();
}

QString typedHeaders(const QList<client::InspectorHeader> &headers)
{
    QStringList lines;
    for (const auto &header : headers)
        lines.append(header.name + QStringLiteral(": ") + header.value);
    return lines.join(QLatin1Char('\n'));
}

} // namespace parley::ui
