#include "ui/tokens/expiry_field.h"

#include <algorithm>

#include <QComboBox>
#include <QDateTimeEdit>
#include <QHBoxLayout>
#include <QSignalBlocker>

#include "ui/models/template_text.h"

namespace parley::ui {
namespace {

constexpr qint64 kAtMoment = -1; // data of the entry that a date stands beside

} // namespace

ExpiryField::ExpiryField(QWidget *parent) :
    QWidget(parent), m_span(new QComboBox(this)),
    m_moment(new QDateTimeEdit(QDateTime::currentDateTime().addDays(1), this))
{
    m_span->addItem(tr("for 1 hour"), qint64(3600));
    m_span->addItem(tr("for 24 hours"), qint64(86'400));
    m_span->addItem(tr("for 30 days"), qint64(2'592'000));
    m_span->addItem(tr("until a date and time"), kAtMoment);
    m_span->addItem(tr("until revoked"), qint64(0));
    m_span->setAccessibleName(tr("Valid"));
    m_moment->setAccessibleName(tr("Ends"));
    m_moment->setCalendarPopup(true);
    m_moment->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm"));
    m_moment->hide();
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_span, 1);
    layout->addWidget(m_moment);
    setFocusProxy(m_span);
    connect(m_span, &QComboBox::currentIndexChanged, this, [this] {
        m_moment->setVisible(m_span->currentData().toLongLong() == kAtMoment);
        Q_EMIT changed();
    });
    connect(m_moment, &QDateTimeEdit::dateTimeChanged, this, &ExpiryField::changed);
}

void ExpiryField::setTemplateSpan(qint64 seconds)
{
    const QSignalBlocker quiet(m_span); // one change, told once it is whole
    if (m_ofTemplate)
        m_span->removeItem(0);
    m_ofTemplate = seconds > 0;
    if (m_ofTemplate)
        m_span->insertItem(0, tr("as the template says: %1").arg(lengthText(seconds)), seconds);
    m_span->setCurrentIndex(0);
    m_moment->hide();
    Q_EMIT changed();
}

std::optional<qint64> ExpiryField::seconds() const
{
    const auto span = m_span->currentData().toLongLong();
    if (span == kAtMoment)
        return std::max<qint64>(0, QDateTime::currentDateTime().secsTo(m_moment->dateTime()));
    return span > 0 ? std::optional(span) : std::nullopt;
}

} // namespace parley::ui
