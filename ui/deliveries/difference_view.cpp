#include "ui/deliveries/difference_view.h"

#include <algorithm>

#include <QComboBox>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QTextBlock>
#include <QTextCursor>
#include <QVBoxLayout>

#include "ui/common/labels.h"
#include "ui/common/payload_view.h"
#include "ui/common/theme.h"
#include "ui/models/attempt_model.h"
#include "ui/models/gunzip.h"
#include "ui/models/line_difference.h"

namespace parley::ui {
namespace {

QString answerOf(const client::AttemptInfo &attempt)
{
    QString head = attempt.responseHead;
    head.remove(u'\r');
    if (attempt.responseIsText)
        return head + QString::fromUtf8(attempt.responseBody);
    const auto unpacked = gunzipped(attempt.responseBody);
    return head + (unpacked ? QString::fromUtf8(unpacked->bytes) : hexText(attempt.responseBody));
}

} // namespace

DifferenceView::DifferenceView(QWidget *parent) :
    QWidget(parent), m_before(new QComboBox(this)), m_after(new QComboBox(this)),
    m_text(new QPlainTextEdit(this))
{
    m_before->setAccessibleName(tr("From attempt"));
    m_after->setAccessibleName(tr("To attempt"));
    m_text->setReadOnly(true);
    m_text->setAccessibleName(tr("Difference of the answers"));
    m_text->setFont(fixedFont(m_text->font()));
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    auto *line = new QHBoxLayout;
    line->addWidget(label(tr("Answers:"), this));
    line->addWidget(m_before);
    line->addWidget(label(QString(QChar(0x2192)), this));
    line->addWidget(m_after);
    line->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->addLayout(line);
    layout->addWidget(m_text, 1);
    for (auto *box : {m_before, m_after})
        connect(box, &QComboBox::activated, this, &DifferenceView::compare);
}

void DifferenceView::setAttempts(const QList<client::AttemptInfo> &attempts, std::uint32_t current)
{
    m_attempts = attempts;
    for (auto *box : {m_before, m_after}) {
        box->clear();
        for (const auto &attempt : attempts)
            box->addItem(QStringLiteral("#%1 %2")
                             .arg(attempt.number)
                             .arg(attempt.httpStatus > 0 ? QString::number(attempt.httpStatus)
                                                         : attempt.outcome));
    }
    const auto place = std::find_if(attempts.begin(), attempts.end(),
                                    [current](const auto &one) { return one.number == current; })
        - attempts.begin();
    const int after = int(std::min<qsizetype>(place, attempts.size() - 1));
    m_after->setCurrentIndex(std::max(after, int(std::min<qsizetype>(1, attempts.size() - 1))));
    m_before->setCurrentIndex(std::max(0, m_after->currentIndex() - 1));
    compare();
}

void DifferenceView::compare()
{
    const int before = m_before->currentIndex();
    const int after = m_after->currentIndex();
    m_text->clear();
    if (before < 0 || after < 0 || m_attempts.size() < 2) {
        m_text->setPlainText(tr("It takes two attempts to compare."));
        return;
    }
    const auto lines
        = lineDifference(answerOf(m_attempts.at(before)), answerOf(m_attempts.at(after)));
    const auto &colors = themeColors(palette());
    QTextCursor cursor(m_text->document());
    for (const DifferenceLine &line : lines) {
        QTextCharFormat format;
        QString sign = QStringLiteral("  ");
        if (line.kind == DifferenceLine::Kind::Removed) {
            sign = QStringLiteral("- ");
            format.setForeground(colors.bad);
        } else if (line.kind == DifferenceLine::Kind::Added) {
            sign = QStringLiteral("+ ");
            format.setForeground(colors.good);
        }
        cursor.insertText(sign + line.text + QLatin1Char('\n'), format);
    }
    m_text->moveCursor(QTextCursor::Start);
}

} // namespace parley::ui
