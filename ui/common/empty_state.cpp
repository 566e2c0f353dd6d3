#include "ui/common/empty_state.h"

#include <QLabel>
#include <QVBoxLayout>

#include "ui/common/buttons.h"
#include "ui/common/icons.h"
#include "ui/common/labels.h"

namespace parley::ui {

EmptyState::EmptyState(const QString &iconName, const QString &sentence, const QString &action,
                       QWidget *parent) :
    QWidget(parent)
{
    auto *picture = new QToolButton(this); // a button only because it follows the theme
    picture->setIconSize({36, 36});
    picture->setEnabled(false);
    picture->setFocusPolicy(Qt::NoFocus);
    setThemedIcon(picture, iconName);
    m_sentence = mutedLabel(sentence, this);
    m_sentence->setAlignment(Qt::AlignCenter);
    m_sentence->setMaximumWidth(fontMetrics().averageCharWidth() * 60);
    m_action = primaryButton(action, this);
    m_action->setVisible(!action.isEmpty());
    connect(m_action, &QPushButton::clicked, this, &EmptyState::actionTriggered);
    // Not by alignment: that takes the label's own idea of its size, which is too low for its
    // words.
    auto *line = new QHBoxLayout;
    line->addStretch(1);
    line->addWidget(m_sentence, 1000);
    line->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->addStretch(2);
    layout->addWidget(picture, 0, Qt::AlignCenter);
    layout->addSpacing(6);
    layout->addLayout(line);
    layout->addSpacing(10);
    layout->addWidget(m_action, 0, Qt::AlignCenter);
    layout->addStretch(3);
}

void EmptyState::setSentence(const QString &sentence)
{
    m_sentence->setText(sentence);
}

void EmptyState::setActionVisible(bool visible)
{
    m_action->setVisible(visible);
}

EmptySwitch::EmptySwitch(QWidget *content, EmptyState *empty, QWidget *parent) :
    QWidget(parent), m_layout(new QStackedLayout(this)), m_content(content), m_empty(empty)
{
    m_layout->addWidget(content);
    m_layout->addWidget(empty);
}

void EmptySwitch::setEmpty(bool isEmpty)
{
    m_layout->setCurrentWidget(isEmpty ? static_cast<QWidget *>(m_empty) : m_content);
}

} // namespace parley::ui
