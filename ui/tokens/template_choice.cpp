#include "ui/tokens/template_choice.h"

#include <QCheckBox>
#include <QVBoxLayout>

#include "server/types/token.h"
#include "ui/common/buttons.h"

namespace parley::ui {

TemplateChoice::TemplateChoice(QWidget *parent) :
    QWidget(parent), m_boxes(new QWidget(this)), m_layout(new QVBoxLayout(m_boxes))
{
    auto *fold = linkButton(tr("▸ Issues tokens from templates"), this);
    fold->setCheckable(true);
    fold->setAccessibleName(tr("Issues tokens from templates"));
    m_layout->setContentsMargins(12, 0, 0, 0);
    m_boxes->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(fold, 0, Qt::AlignLeft);
    layout->addWidget(m_boxes);
    connect(fold, &QPushButton::toggled, m_boxes, [fold, this](bool open) {
        fold->setText(open ? tr("▾ Issues tokens from templates")
                           : tr("▸ Issues tokens from templates"));
        m_boxes->setVisible(open);
    });
    hide();
}

void TemplateChoice::setTemplates(const QList<client::TemplateInfo> &templates)
{
    for (const auto &[box, name] : std::as_const(m_templates))
        box->deleteLater();
    m_templates.clear();
    for (const auto &info : templates) {
        auto *box = new QCheckBox(m_boxes);
        box->setText(info.shownTitle().replace(QLatin1Char('&'), QLatin1String("&&")));
        box->setToolTip(info.name);
        m_layout->addWidget(box);
        m_templates.append({box, info.name});
        connect(box, &QCheckBox::toggled, this, [this] {
            bound();
            Q_EMIT changed();
        });
    }
}

// Once there are as many as a key can have, no other can be chosen.
void TemplateChoice::bound()
{
    const bool isFull = chosen().size() >= qsizetype(Token::kMaxTemplates);
    for (const auto &[box, name] : std::as_const(m_templates))
        box->setEnabled(box->isChecked() || !isFull);
}

QStringList TemplateChoice::chosen() const
{
    QStringList names;
    for (const auto &[box, name] : m_templates) {
        if (box->isChecked())
            names.append(name);
    }
    return names;
}

} // namespace parley::ui
